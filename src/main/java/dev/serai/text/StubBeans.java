package dev.serai.text;
import org.springframework.context.annotation.*;
@Configuration(proxyBeanMethods=false)
class StubBeans {
  public static final class E { 
    float[] one(String s){ java.util.Random r=new java.util.Random(s.hashCode()); float[] v=new float[384]; double n=0; for(int i=0;i<384;i++){v[i]=(float)r.nextGaussian(); n+=v[i]*v[i];} for(int i=0;i<384;i++) v[i]/=(float)Math.sqrt(n); return v; }
    public float[][] embed(java.util.List<String> l){ return l.stream().map(this::one).toArray(float[][]::new);} public float[] embedQuery(String s){return one(s);} }
  @Bean E localEmbedding(){return new E();}
  @Bean E remoteEmbedding(){return new E();}
  @Bean MediaTypes mediaTypes(){return new MediaTypes();}
  @Bean Chunker chunker(){return new Chunker();}
  @Bean TextExtractor textExtractor(){return new TextExtractor();}
  @Bean TokenCounter tokenCounter(){return s->s.length()/4;}
}

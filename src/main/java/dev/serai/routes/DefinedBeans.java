package dev.serai.routes;

import java.util.Set;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.ConfigurationClassPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;

/** The beans that an application would have, found by Spring's own reading of its configuration; none is made. */
public final class DefinedBeans {
    private DefinedBeans() {}

    /** The names of all beans, those of auto-configuration included, under this environment's conditions. */
    public static Set<String> of(Class<?> application, ConfigurableEnvironment environment) {
        return Set.of(definitions(application, environment).getBeanDefinitionNames());
    }

    /** The definitions themselves; nothing may be asked of this factory that would make a bean. */
    public static DefaultListableBeanFactory definitions(Class<?> application, ConfigurableEnvironment environment) {
        AnnotationConfigServletWebServerApplicationContext context =
                new AnnotationConfigServletWebServerApplicationContext();
        context.setEnvironment(environment);
        DefaultListableBeanFactory factory = context.getDefaultListableBeanFactory();
        new AnnotatedBeanDefinitionReader(factory, environment).register(application);
        ConfigurationClassPostProcessor reader = new ConfigurationClassPostProcessor();
        reader.setEnvironment(environment);
        reader.setResourceLoader(context);
        reader.postProcessBeanDefinitionRegistry(factory);
        return factory;
    }
}

package dev.serai.live;

import dev.serai.live.LinkComponent.LinkKey;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

final class LinkEndpoint extends DefaultEndpoint {
    private final LinkKey key;

    LinkEndpoint(String uri, LinkComponent component, LinkKey key) {
        super(uri, component);
        this.key = key;
    }

    static String uri(String name, long revision) {
        return "direct:" + name + "?revision=" + revision;
    }

    /** The name in such an address. */
    static String name(String uri) {
        return uri.substring("direct:".length(), uri.indexOf('?'));
    }

    LinkKey key() {
        return key;
    }

    @Override
    public LinkComponent getComponent() {
        return (LinkComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        return new LinkProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        LinkConsumer consumer = new LinkConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }
}

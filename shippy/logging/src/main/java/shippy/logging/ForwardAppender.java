package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import shippy.config.LogForwarder;

/** Hands each event to a forwarder. Safe for any thread. */
final class ForwardAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final EventFields fields;
  private final LogForwarder forwarder;

  ForwardAppender(EventFields fields, LogForwarder forwarder) {
    this.fields = fields;
    this.forwarder = forwarder;
  }

  @Override
  protected void append(ILoggingEvent event) {
    forwarder.forward(event.getInstant(), fields.apply(event));
  }

  @Override
  public void stop() {
    super.stop();
    forwarder.close();
  }
}

package shippy.registry.mdns;

import java.net.InetSocketAddress;
import shippy.registry.RegistryException;
import shippy.registry.mdns.dns.DnsMessage;

/**
 * Reads the packets of a link, whatever they are, and hands questions to the responder and answers
 * to the browser.
 */
final class PacketDispatcher implements LinkLifecycle.Users {
  private static final int UPKEEPS_PER_SCOPE = 20;

  private final LocalAddress where;
  private final ServiceBrowser browser;
  private final AnnouncedNodes announced;
  private final MdnsResponder responder;
  private volatile AddressScope scope;
  private int upkeeps;

  PacketDispatcher(
      LocalAddress where,
      ServiceBrowser browser,
      AnnouncedNodes announced,
      MdnsResponder responder) {
    this.where = where;
    this.browser = browser;
    this.announced = announced;
    this.responder = responder;
    this.scope = new AddressScope(where);
  }

  @Override
  public void receive(byte[] packet, InetSocketAddress source) {
    if (!scope.isOnLink(source.getAddress())) {
      return;
    }
    DnsMessage message;
    try {
      message = DnsMessage.read(packet);
    } catch (IllegalArgumentException e) {
      return; // anybody can send anything, and nobody would read a log of it
    }
    if (!message.isPlain()) {
      return;
    }
    if (message.isResponse()) {
      announced.defend(message);
      browser.heard(message);
    } else {
      responder.asked(message, source);
    }
  }

  @Override
  public void begin(AddressScope current) {
    scope = current;
    browser.begin(current);
    announced.restore();
  }

  @Override
  public void lost(RegistryException cause) {
    browser.lost(cause);
  }

  @Override
  public void upkeep() {
    if (++upkeeps % UPKEEPS_PER_SCOPE == 0) {
      scope = new AddressScope(where); // addresses of an interface come and go
      browser.use(scope);
    }
    browser.upkeep();
    announced.upkeep();
  }
}

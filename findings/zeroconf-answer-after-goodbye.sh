#!/usr/bin/env bash
# python zeroconf 0.154.0: an answer may follow the goodbye and bring the service back for 75 minutes.
#
# One would guess: after unregister_service() the last that is heard of a service is its goodbye; RFC
# 6762 (10.1) has nothing else for a service that ends.
# What happens: a question that was asked in the second before has its answer delayed by up to a second
# (RFC 6762, 6). The queue keeps it when the service is withdrawn and sends it with the full TTL. And
# unregister_service() returns without waiting for the second and third goodbye, so a close() right
# after it cuts them off; close() alone sends all three.
# Source: zeroconf/_core.py async_unregister_service; zeroconf/_handlers/multicast_outgoing_queue.py.
#
# Seen with Python 3.11 on loopback: the line at the end, which tells the TTLs of the PTR record from
# the goodbye on.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --disable-pip-version-check --root-user-action ignore --no-deps --target modules zeroconf==0.154.0 ifaddr==0.2.0 >&2
cat > main.py <<'X'
import socket
import time

from zeroconf import DNSIncoming, DNSOutgoing, DNSQuestion, IPVersion, ServiceInfo, Zeroconf

TYPE = "_finding._tcp.local."
GROUP = ("224.0.0.251", 5353)

zc = Zeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
info = ServiceInfo(TYPE, "one." + TYPE, addresses=[socket.inet_aton("127.0.0.1")], port=1)
zc.register_service(info)
heard = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
heard.bind(GROUP)
member = socket.inet_aton(GROUP[0]) + socket.inet_aton("127.0.0.1")
heard.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
heard.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
question = DNSOutgoing(0)
question.add_question(DNSQuestion(TYPE, 12, 1))
for pause in (0.5, 0.05):  # the second one is delayed, since the answer has just been sent
    heard.sendto(question.packets()[0], GROUP)
    time.sleep(pause)
zc.unregister_service(info)
end = time.monotonic() + 2
ttls = []
heard.settimeout(0.5)
while time.monotonic() < end:
    try:
        message = DNSIncoming(heard.recv(9000))
    except socket.timeout:
        continue
    if not message.is_query():
        ttls += [r.ttl for r in message.answers() if r.type == 12 and r.name == TYPE]
print("TTLs:", " ".join(map(str, ttls[ttls.index(0):])))
zc.close()
X
PYTHONPATH=modules python3 main.py | tee out
diff out - <<'X'
TTLs: 0 0 0 4500
X

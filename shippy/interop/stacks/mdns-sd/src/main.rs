//! Publishes and browses services of type _shippy._tcp with mdns-sd.
//!
//!     stack-mdns-sd browse SECONDS
//!     stack-mdns-sd publish NAME PORT [KEY=VALUE ...]
//!
//! STACK_INTERFACE names the interface to use. What browse sees is printed as lines of JSON.

use mdns_sd::{IfKind, ServiceDaemon, ServiceEvent, ServiceInfo};
use serde_json::{json, Map, Value};
use std::sync::mpsc::{channel, Receiver};
use std::time::{Duration, Instant};

const TYPE: &str = "_shippy._tcp.local.";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (end, ended) = channel();
    ctrlc::set_handler(move || end.send(()).unwrap_or(())).expect("no signal handler");
    let daemon = ServiceDaemon::new().expect("no daemon");
    let interface = std::env::var("STACK_INTERFACE").expect("STACK_INTERFACE is not set");
    daemon.disable_interface(IfKind::All).expect("no interfaces");
    daemon.enable_interface(IfKind::Name(interface)).expect("no such interface");
    if args[0] == "browse" {
        let seconds = args[1].parse().expect("expected: browse SECONDS");
        browse(&daemon, Duration::from_secs(seconds), &ended);
    } else {
        publish(&daemon, &args[1], args[2].parse().expect("a port"), &args[3..], &ended);
    }
    // Says goodbye.
    let status = daemon.shutdown().expect("shutdown");
    let _ = status.recv_timeout(Duration::from_secs(2));
}

fn browse(daemon: &ServiceDaemon, limit: Duration, ended: &Receiver<()>) {
    let events = daemon.browse(TYPE).expect("browse");
    let start = Instant::now();
    while start.elapsed() < limit && ended.try_recv().is_err() {
        match events.recv_timeout(Duration::from_millis(100)) {
            Ok(ServiceEvent::ServiceResolved(info)) => {
                let text: Map<String, Value> = info
                    .txt_properties
                    .iter()
                    .map(|pair| (pair.key().to_string(), json!(pair.val_str())))
                    .collect();
                let addresses: Vec<String> =
                    info.addresses.iter().map(|ip| ip.to_ip_addr().to_string()).collect();
                println!(
                    "{}",
                    json!({"event": "resolved", "name": label(&info.fullname), "host": info.host,
                           "port": info.port, "addresses": addresses, "txt": text})
                );
            }
            Ok(ServiceEvent::ServiceRemoved(_, name)) => {
                println!("{}", json!({"event": "removed", "name": label(&name)}));
            }
            _ => {}
        }
    }
}

fn publish(
    daemon: &ServiceDaemon, name: &str, port: u16, text: &[String], ended: &Receiver<()>,
) {
    let pairs: Vec<(&str, &str)> =
        text.iter().map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
    let host = format!("stack-mdns-sd-{}.local.", std::process::id());
    let info = ServiceInfo::new(TYPE, name, &host, "", port, &pairs[..])
        .expect("service")
        .enable_addr_auto();
    let full_name = info.get_fullname().to_string();
    daemon.register(info).expect("register");
    let _ = ended.recv();
    if let Ok(status) = daemon.unregister(&full_name) {
        let _ = status.recv_timeout(Duration::from_secs(2));
    }
}

fn label(full_name: &str) -> &str {
    full_name.strip_suffix(TYPE).map_or(full_name, |label| label.trim_end_matches('.'))
}

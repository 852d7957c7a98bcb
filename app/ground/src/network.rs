//! Addresses of the internet as they are counted.

use std::net::{IpAddr, Ipv6Addr};

/// Whose share counts: an IPv4 address, or the /64 that a provider gives to one customer.
pub fn share_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

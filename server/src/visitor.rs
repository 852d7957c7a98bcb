//! From which address somebody comes, as throttling counts it.

use std::net::IpAddr;

use axum::http::HeaderMap;

use ground::network::share_of;

/// The share of a network that a visitor has: an IPv4 address, or a /64 of IPv6. Behind `proxies` of one's own each of them has added the address
/// that it saw to `X-Forwarded-For`, so the visitor's is the one that the first of them added; what stands before it anybody can write.
/// Who came past the proxies has fewer, and is the peer.
pub fn address_of(proxies: usize, headers: &HeaderMap, peer: Option<IpAddr>) -> String {
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(','));
    let said: Vec<&str> = said.map(str::trim).collect();
    let forwarded = (proxies > 0).then(|| said.len().checked_sub(proxies)).flatten().map(|at| said[at]);
    match forwarded {
        // With a port, as some proxies write it; an address of IPv6 in brackets then.
        Some(said) => match said.parse().ok().or_else(|| said.parse().ok().map(|with: std::net::SocketAddr| with.ip())) {
            Some(address) => share_of(address).to_string(),
            None => "unknown".to_owned(),
        },
        None => peer.map(|address| share_of(address).to_string()).unwrap_or_default(),
    }
}

/// Whether a proxy stands in front that the settings do not name: all visitors have its address then, and share what one may try.
pub fn unnamed_proxy(proxies: usize, headers: &HeaderMap, peer: Option<IpAddr>) -> bool {
    let local = |address: IpAddr| match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    };
    proxies == 0 && peer.is_some_and(local) && ["x-forwarded-for", "forwarded", "via"].iter().any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(lines: &[&str]) -> HeaderMap {
        lines.iter().map(|line| (axum::http::HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(line).unwrap())).collect()
    }

    #[test]
    fn the_visitor_is_whom_the_first_own_proxy_saw() {
        let peer: Option<IpAddr> = Some("10.0.0.1".parse().unwrap());
        for (proxies, lines, address) in [
            (0, &["1.2.3.4"][..], "10.0.0.1"),
            (1, &[], "10.0.0.1"),
            (1, &["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
            (1, &["6.6.6.6", "1.2.3.4"], "1.2.3.4"),
            (2, &["6.6.6.6, 1.2.3.4, 10.0.0.7"], "1.2.3.4"),
            (2, &["6.6.6.6, 1.2.3.4", "10.0.0.7"], "1.2.3.4"),
            (2, &["1.2.3.4"], "10.0.0.1"),
            (1, &["1.2.3.4:5678"], "1.2.3.4"),
            (1, &["[2001:db8:1:2:3:4:5:6]:443"], "2001:db8:1:2::"),
            (1, &["2001:db8:1:2:ffff::1"], "2001:db8:1:2::"),
            (1, &["::ffff:1.2.3.4"], "1.2.3.4"),
            (1, &["%_anything"], "unknown"),
        ] {
            assert_eq!(address_of(proxies, &headers(lines), peer), address, "{proxies} {lines:?}");
        }
        assert_eq!(address_of(0, &headers(&[]), Some("2001:db8:1:2::9".parse().unwrap())), "2001:db8:1:2::");
    }

    #[test]
    fn a_proxy_that_nobody_named_is_seen() {
        let at = |proxies, lines: &[&str], peer: &str| unnamed_proxy(proxies, &headers(lines), Some(peer.parse().unwrap()));
        assert!(at(0, &["1.2.3.4"], "127.0.0.1") && at(0, &["1.2.3.4"], "172.17.0.1") && at(0, &["1.2.3.4"], "::1"));
        assert!(!at(1, &["1.2.3.4"], "127.0.0.1") && !at(0, &[], "127.0.0.1") && !at(0, &["1.2.3.4"], "41.252.1.1"));
    }
}

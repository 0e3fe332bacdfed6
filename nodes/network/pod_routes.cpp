#include "nodes/network/pod_routes.h"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/route/link/vxlan.h>

#include <algorithm>
#include <charconv>

#include "nodes/network/names.h"
#include "nodes/network/netlink.h"

namespace armillary::network {

using namespace netlink;

namespace {

constexpr std::uint8_t kProtocol = 'A';
constexpr std::uint32_t kVxlanPort = 4789;
/// Ethernet's usual 1500 without the outer headers.
constexpr unsigned kTunnelMtu = 1450;

std::uint32_t numberOf(std::string_view tag) {
    std::uint32_t number = 0;
    std::from_chars(tag.data(), tag.data() + tag.size(), number, 16);
    return std::max(number, 1u);
}

/// "armvxlan0a1b2c", as bridgeName().
std::string tunnelName(std::string_view tag) {
    return "armvxlan" + std::string(tag.substr(0, 6));
}

/// The tunnel end's address on every node: locally administered, the rest being the node's IPv4 address.
std::string hardwareAddress(const std::string& nodeIp) {
    const std::uint32_t address = parseAddress(nodeIp).value_or(0);
    return std::format("0a:59:{:02x}:{:02x}:{:02x}:{:02x}", address >> 24, address >> 16 & 255, address >> 8 & 255,
                       address & 255);
}

/// One of the kernel's routes, with what tells it from another.
struct Found {
    Route route;
    std::string destination, gateway;
    int interface = 0;
};

std::string textOf(nl_addr* address) {
    char buffer[64];
    return address ? nl_addr2str(address, buffer, sizeof buffer) : "";
}

std::vector<Found> routesOf(nl_sock* socket, std::uint32_t metric) {
    std::vector<Found> out;
    nl_cache* raw = nullptr;
    if (rtnl_route_alloc_cache(socket, AF_INET, 0, &raw) < 0) return out;
    const Cache cache(raw);
    for (nl_object* object = nl_cache_get_first(raw); object != nullptr; object = nl_cache_get_next(object)) {
        auto* route = reinterpret_cast<rtnl_route*>(object);
        if (rtnl_route_get_protocol(route) != kProtocol || rtnl_route_get_priority(route) != metric) continue;
        rtnl_nexthop* hop = rtnl_route_nexthop_n(route, 0);
        if (!hop) continue;
        nl_object_get(object);
        out.push_back({Route(route), textOf(rtnl_route_get_dst(route)), textOf(rtnl_route_nh_get_gateway(hop)),
                       rtnl_route_nh_get_ifindex(hop)});
    }
    return out;
}

/// The interface on whose link `address` is; 0 when a router is between, or there is no way at all.
int directInterface(nl_sock* socket, nl_addr* address) {
    rtnl_route* raw = nullptr;
    if (rtnl_route_lookup(socket, address, &raw) < 0 || !raw) return 0;
    const Route route(raw);
    rtnl_nexthop* hop = rtnl_route_nexthop_n(raw, 0);
    if (!hop || rtnl_route_nh_get_gateway(hop)) return 0;
    return rtnl_route_nh_get_ifindex(hop);
}

std::expected<int, std::string> ensureTunnel(nl_sock* socket, const NetworkConfig& config) {
    const std::string name = tunnelName(config.tag);
    if (const int index = static_cast<int>(if_nametoindex(name.c_str()))) return index;
    const Link tunnel(rtnl_link_vxlan_alloc());
    rtnl_link_set_name(tunnel.get(), name.c_str());
    auto local = addressOf(config.nodeIp);
    if (!local) return std::unexpected(local.error());
    auto hardware = addressOf(hardwareAddress(config.nodeIp), AF_LLC);
    if (!hardware) return std::unexpected(hardware.error());
    rtnl_link_set_addr(tunnel.get(), hardware->get());
    rtnl_link_vxlan_set_id(tunnel.get(), config.tunnel);
    rtnl_link_vxlan_set_local(tunnel.get(), local->get());
    rtnl_link_vxlan_set_port(tunnel.get(), kVxlanPort);
    rtnl_link_vxlan_set_learning(tunnel.get(), 0);
    rtnl_link_set_mtu(tunnel.get(), kTunnelMtu);
    rtnl_link_set_flags(tunnel.get(), IFF_UP);
    if (auto done = check(rtnl_link_add(socket, tunnel.get(), NLM_F_CREATE | NLM_F_EXCL), "tunnel " + name); !done)
        return std::unexpected(done.error());
    return static_cast<int>(if_nametoindex(name.c_str()));
}

/// Tells the tunnel that the other node's end is at `nodeIp`, as neighbour and as where its frames are sent.
Outcome addPeer(nl_sock* socket, int tunnel, const std::string& nodeIp) {
    auto address = addressOf(nodeIp);
    if (!address) return std::unexpected(address.error());
    auto hardware = addressOf(hardwareAddress(nodeIp), AF_LLC);
    if (!hardware) return std::unexpected(hardware.error());
    for (const int family : {AF_INET, AF_BRIDGE}) {
        const Neighbour neighbour(rtnl_neigh_alloc());
        rtnl_neigh_set_ifindex(neighbour.get(), tunnel);
        rtnl_neigh_set_lladdr(neighbour.get(), hardware->get());
        rtnl_neigh_set_dst(neighbour.get(), address->get());
        rtnl_neigh_set_state(neighbour.get(), NUD_PERMANENT);
        if (family == AF_BRIDGE) {
            // After the destination, which would not be taken for another family's than its own.
            rtnl_neigh_set_family(neighbour.get(), AF_BRIDGE);
            rtnl_neigh_set_flags(neighbour.get(), NTF_SELF);
        }
        if (auto done = check(rtnl_neigh_add(socket, neighbour.get(), NLM_F_CREATE | NLM_F_REPLACE), "peer " + nodeIp);
            !done)
            return done;
    }
    return {};
}

Outcome addRoute(nl_sock* socket, const NetworkConfig& config, const PodRoute& wanted, int interface, bool tunnelled) {
    auto destination = addressOf(wanted.podCidr);
    auto gateway = addressOf(wanted.nodeIp);
    if (!destination || !gateway) return std::unexpected("not a route: " + wanted.podCidr + " by " + wanted.nodeIp);
    const Route route(rtnl_route_alloc());
    rtnl_route_set_dst(route.get(), destination->get());
    rtnl_route_set_protocol(route.get(), kProtocol);
    rtnl_route_set_priority(route.get(), numberOf(config.tag));
    Address source;
    if (tunnelled) {
        // So that answers come back through the tunnel as well.
        if (const auto own = gatewayAddress(config))
            if (auto parsed = addressOf(*own)) source = std::move(*parsed);
        if (source) rtnl_route_set_pref_src(route.get(), source.get());
    }
    rtnl_nexthop* hop = rtnl_route_nh_alloc();
    rtnl_route_nh_set_ifindex(hop, interface);
    rtnl_route_nh_set_gateway(hop, gateway->get());
    rtnl_route_nh_set_flags(hop, RTNH_F_ONLINK);
    rtnl_route_add_nexthop(route.get(), hop);
    return check(rtnl_route_add(socket, route.get(), NLM_F_CREATE | NLM_F_REPLACE), "route to " + wanted.podCidr);
}

void removeTunnel(nl_sock* socket, const std::string& tag) {
    const int index = static_cast<int>(if_nametoindex(tunnelName(tag).c_str()));
    if (index == 0) return;
    const Link link(rtnl_link_alloc());
    rtnl_link_set_ifindex(link.get(), index);
    rtnl_link_delete(socket, link.get());
}

}  // namespace

Outcome replacePodRoutes(const NetworkConfig& config, const std::vector<PodRoute>& wanted) {
    auto socket = connect();
    if (!socket) return std::unexpected(socket.error());
    std::vector<Found> stale = routesOf(socket->get(), numberOf(config.tag));
    bool tunnelled = false;
    std::string problems;
    for (const PodRoute& each : wanted) {
        // The pods of another node on this machine are behind a bridge of it.
        if (each.nodeIp == config.nodeIp) continue;
        auto address = addressOf(each.nodeIp);
        if (!address) return std::unexpected(address.error());
        int interface = directInterface(socket->get(), address->get());
        const bool direct = interface != 0;
        Outcome done;
        if (!direct) {
            tunnelled = true;
            if (auto tunnel = ensureTunnel(socket->get(), config)) {
                interface = *tunnel;
                done = addPeer(socket->get(), interface, each.nodeIp);
            } else {
                done = std::unexpected(tunnel.error());
            }
        }
        const auto same = std::ranges::find_if(stale, [&](const Found& found) {
            return found.destination == each.podCidr && found.gateway == each.nodeIp && found.interface == interface;
        });
        if (same != stale.end())
            stale.erase(same);
        else if (done)
            done = addRoute(socket->get(), config, each, interface, !direct);
        // One node that cannot be reached keeps nobody from the others.
        if (!done) problems += (problems.empty() ? "" : "; ") + done.error();
    }
    for (const Found& found : stale) rtnl_route_delete(socket->get(), found.route.get(), 0);
    if (!tunnelled) removeTunnel(socket->get(), config.tag);
    if (!problems.empty()) return std::unexpected(problems);
    return {};
}

void removePodRoutes(const std::string& tag) {
    auto socket = connect();
    if (!socket) return;
    for (const Found& found : routesOf(socket->get(), numberOf(tag)))
        rtnl_route_delete(socket->get(), found.route.get(), 0);
    removeTunnel(socket->get(), tag);
}

}  // namespace armillary::network

#include "nodes/network/links.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/route/link/bridge.h>

#include <format>
#include <functional>
#include <vector>

#include "nodes/network/netlink.h"

namespace armillary::network {

using namespace netlink;

namespace {

/// A locally administered address that depends on the name alone. Without one the bridge would take over the lowest
/// address among the pods' interfaces, and change it, unknown to the pods, as they come and go.
std::string hardwareAddress(const std::string& name) {
    const std::size_t hash = std::hash<std::string>()(name);
    return std::format("0a:58:{:02x}:{:02x}:{:02x}:{:02x}", hash & 255, hash >> 8 & 255, hash >> 16 & 255,
                       hash >> 24 & 255);
}

Outcome makeBridge(nl_sock* socket, const std::string& name) {
    if (if_nametoindex(name.c_str()) == 0) {
        Link bridge(rtnl_link_bridge_alloc());
        rtnl_link_set_name(bridge.get(), name.c_str());
        nl_addr* hardware = nullptr;
        if (nl_addr_parse(hardwareAddress(name).c_str(), AF_LLC, &hardware) == 0) {
            rtnl_link_set_addr(bridge.get(), hardware);
            nl_addr_put(hardware);
        }
        if (auto done = check(rtnl_link_add(socket, bridge.get(), NLM_F_CREATE | NLM_F_EXCL), "bridge " + name); !done)
            return done;
    }
    Link found, up(rtnl_link_alloc());
    rtnl_link* raw = nullptr;
    if (auto done = check(rtnl_link_get_kernel(socket, 0, name.c_str(), &raw), "bridge " + name); !done) return done;
    found.reset(raw);
    rtnl_link_set_flags(up.get(), IFF_UP);
    return check(rtnl_link_change(socket, found.get(), up.get(), 0), "bridge " + name + " up");
}

}  // namespace

Outcome ensureBridge(const std::string& name, const std::string& gateway, int prefix, const std::string& serviceCidr) {
    auto socket = connect();
    if (!socket) return std::unexpected(socket.error());
    if (auto done = makeBridge(socket->get(), name); !done) return done;
    const int index = static_cast<int>(if_nametoindex(name.c_str()));

    auto local = addressOf(std::format("{}/{}", gateway, prefix));
    if (!local) return std::unexpected(local.error());
    LinkAddress address(rtnl_addr_alloc());
    rtnl_addr_set_ifindex(address.get(), index);
    rtnl_addr_set_local(address.get(), local->get());
    if (auto done = check(rtnl_addr_add(socket->get(), address.get(), 0), "address " + gateway); !done) return done;

    auto services = addressOf(serviceCidr);
    auto source = addressOf(gateway);
    if (!services || !source) return std::unexpected("not a network: " + serviceCidr);
    Route route(rtnl_route_alloc());
    rtnl_route_set_dst(route.get(), services->get());
    rtnl_route_set_scope(route.get(), RT_SCOPE_LINK);
    rtnl_route_set_pref_src(route.get(), source->get());
    // Another cluster on this machine may route the same network; the index makes the metric its own.
    rtnl_route_set_priority(route.get(), 2000 + static_cast<std::uint32_t>(index));
    rtnl_nexthop* hop = rtnl_route_nh_alloc();
    rtnl_route_nh_set_ifindex(hop, index);
    rtnl_route_add_nexthop(route.get(), hop);
    return check(rtnl_route_add(socket->get(), route.get(), NLM_F_CREATE), "route to " + serviceCidr);
}

Outcome filterBridged(const std::string& name) {
    auto socket = connect();
    if (!socket) return std::unexpected(socket.error());
    // Not by /sys: that shows the interfaces of the network namespace which it was mounted in.
    ifinfomsg link{};
    link.ifi_index = static_cast<int>(if_nametoindex(name.c_str()));
    const Message message(nlmsg_alloc_simple(RTM_NEWLINK, 0));
    if (!message || nlmsg_append(message.get(), &link, sizeof link, NLMSG_ALIGNTO) < 0)
        return std::unexpected("netlink: out of memory");
    nlattr* const info = nla_nest_start(message.get(), IFLA_LINKINFO);
    nla_put_string(message.get(), IFLA_INFO_KIND, "bridge");
    nlattr* const data = nla_nest_start(message.get(), IFLA_INFO_DATA);
    nla_put_u8(message.get(), IFLA_BR_NF_CALL_IPTABLES, 1);
    nla_nest_end(message.get(), data);
    nla_nest_end(message.get(), info);
    if (const int code = nl_send_auto(socket->get(), message.get()); code < 0) return check(code, "bridge " + name);
    return check(nl_wait_for_ack(socket->get()), "packet filtering on bridge " + name);
}

void removeBridge(const std::string& name) {
    const int index = static_cast<int>(if_nametoindex(name.c_str()));
    if (index == 0) return;
    auto socket = connect();
    if (!socket) return;
    nl_cache* raw = nullptr;
    if (rtnl_link_alloc_cache(socket->get(), AF_UNSPEC, &raw) < 0) return;
    const Cache cache(raw);
    std::vector<int> indexes;
    for (nl_object* object = nl_cache_get_first(raw); object != nullptr; object = nl_cache_get_next(object)) {
        auto* link = reinterpret_cast<rtnl_link*>(object);
        if (rtnl_link_get_master(link) == index) indexes.push_back(rtnl_link_get_ifindex(link));
    }
    indexes.push_back(index);
    for (const int each : indexes) {
        const Link link(rtnl_link_alloc());
        rtnl_link_set_ifindex(link.get(), each);
        rtnl_link_delete(socket->get(), link.get());
    }
}

}  // namespace armillary::network

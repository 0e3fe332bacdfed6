#pragma once

#include <netlink/attr.h>
#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/route.h>

#include <expected>
#include <format>
#include <memory>
#include <string>
#include <string_view>

/// Owned handles and readable errors for libnl, for the files that talk route netlink.
namespace armillary::network::netlink {

template <auto free>
struct Free {
    template <class T>
    void operator()(T* object) const {
        free(object);
    }
};
template <class T, auto free>
using Handle = std::unique_ptr<T, Free<free>>;
using Socket = Handle<nl_sock, nl_socket_free>;
using Link = Handle<rtnl_link, rtnl_link_put>;
using Address = Handle<nl_addr, nl_addr_put>;
using LinkAddress = Handle<rtnl_addr, rtnl_addr_put>;
using Route = Handle<rtnl_route, rtnl_route_put>;
using Neighbour = Handle<rtnl_neigh, rtnl_neigh_put>;
using Cache = Handle<nl_cache, nl_cache_free>;
using Message = Handle<nl_msg, nlmsg_free>;

using Outcome = std::expected<void, std::string>;

inline Outcome check(int code, std::string_view what) {
    // libnl answers a missing object with one of two codes.
    if (code >= 0 || code == -NLE_EXIST) return {};
    return std::unexpected(std::format("{}: {}", what, nl_geterror(code)));
}

inline std::expected<Socket, std::string> connect() {
    Socket socket(nl_socket_alloc());
    if (!socket) return std::unexpected("netlink: out of memory");
    if (auto done = check(nl_connect(socket.get(), NETLINK_ROUTE), "netlink"); !done)
        return std::unexpected(done.error());
    return socket;
}

/// `family` is that of `text`: AF_INET, or AF_LLC for a hardware address.
inline std::expected<Address, std::string> addressOf(const std::string& text, int family = AF_INET) {
    nl_addr* address = nullptr;
    if (auto done = check(nl_addr_parse(text.c_str(), family, &address), text); !done)
        return std::unexpected(done.error());
    return Address(address);
}

}  // namespace armillary::network::netlink

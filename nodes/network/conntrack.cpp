#include "nodes/network/conntrack.h"

#include <arpa/inet.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace armillary::network {
namespace {

struct FreeSocket {
    void operator()(nl_sock* socket) const { nl_socket_free(socket); }
};
struct FreeMessage {
    void operator()(nl_msg* message) const { nlmsg_free(message); }
};
using Socket = std::unique_ptr<nl_sock, FreeSocket>;
using Message = std::unique_ptr<nl_msg, FreeMessage>;

/// Flows forgotten in one go; more are left to expire.
constexpr std::size_t kMaxFlows = 10'000;

struct Tuple {
    std::uint32_t source = 0, destination = 0;
    std::uint16_t sourcePort = 0;
    std::uint8_t protocol = 0;
};

std::optional<Tuple> readTuple(nlattr* attribute) {
    if (attribute == nullptr) return std::nullopt;
    std::array<nlattr*, CTA_TUPLE_MAX + 1> parts{};
    std::array<nlattr*, CTA_IP_MAX + 1> ip{};
    std::array<nlattr*, CTA_PROTO_MAX + 1> protocol{};
    if (nla_parse_nested(parts.data(), CTA_TUPLE_MAX, attribute, nullptr) < 0) return std::nullopt;
    if (parts[CTA_TUPLE_IP] == nullptr || parts[CTA_TUPLE_PROTO] == nullptr) return std::nullopt;
    if (nla_parse_nested(ip.data(), CTA_IP_MAX, parts[CTA_TUPLE_IP], nullptr) < 0) return std::nullopt;
    if (nla_parse_nested(protocol.data(), CTA_PROTO_MAX, parts[CTA_TUPLE_PROTO], nullptr) < 0) return std::nullopt;
    if (ip[CTA_IP_V4_SRC] == nullptr || ip[CTA_IP_V4_DST] == nullptr || protocol[CTA_PROTO_NUM] == nullptr)
        return std::nullopt;
    Tuple tuple{.source = ntohl(nla_get_u32(ip[CTA_IP_V4_SRC])), .destination = ntohl(nla_get_u32(ip[CTA_IP_V4_DST]))};
    tuple.protocol = nla_get_u8(protocol[CTA_PROTO_NUM]);
    if (protocol[CTA_PROTO_SRC_PORT] != nullptr) tuple.sourcePort = ntohs(nla_get_u16(protocol[CTA_PROTO_SRC_PORT]));
    return tuple;
}

struct Search {
    const std::set<UdpEndpoint>* gone;
    std::vector<std::string> found;  ///< the flows' original tuples, as attributes
};

int inspect(nl_msg* message, void* context) {
    auto& search = *static_cast<Search*>(context);
    std::array<nlattr*, CTA_MAX + 1> flow{};
    if (nlmsg_parse(nlmsg_hdr(message), sizeof(nfgenmsg), flow.data(), CTA_MAX, nullptr) < 0) return NL_OK;
    const auto original = readTuple(flow[CTA_TUPLE_ORIG]);
    const auto reply = readTuple(flow[CTA_TUPLE_REPLY]);
    if (!original || !reply || original->protocol != IPPROTO_UDP) return NL_OK;
    const bool translated = original->destination != reply->source;
    if (!translated || !search.gone->contains({reply->source, reply->sourcePort})) return NL_OK;
    if (search.found.size() < kMaxFlows) {
        search.found.emplace_back(static_cast<const char*>(nla_data(flow[CTA_TUPLE_ORIG])),
                                  static_cast<std::size_t>(nla_len(flow[CTA_TUPLE_ORIG])));
    }
    return NL_OK;
}

Message request(int type, int flags) {
    Message message(nlmsg_alloc_simple((NFNL_SUBSYS_CTNETLINK << 8) | type, flags));
    nfgenmsg header{.nfgen_family = AF_INET, .version = NFNETLINK_V0, .res_id = 0};
    if (!message || nlmsg_append(message.get(), &header, sizeof header, NLMSG_ALIGNTO) < 0) return nullptr;
    return message;
}

std::unexpected<std::string> failure(int code) {
    return std::unexpected(std::string("conntrack: ") + nl_geterror(code));
}

}  // namespace

std::expected<int, std::string> forgetUdpFlows(const std::set<UdpEndpoint>& gone) {
    if (gone.empty()) return 0;
    const Socket socket(nl_socket_alloc());
    if (!socket) return failure(-NLE_NOMEM);
    if (const int code = nl_connect(socket.get(), NETLINK_NETFILTER); code < 0) return failure(code);
    Search search{&gone, {}};
    nl_socket_modify_cb(socket.get(), NL_CB_VALID, NL_CB_CUSTOM, inspect, &search);
    const Message list = request(IPCTNL_MSG_CT_GET, NLM_F_REQUEST | NLM_F_DUMP);
    if (!list) return failure(-NLE_NOMEM);
    if (const int code = nl_send_auto(socket.get(), list.get()); code < 0) return failure(code);
    if (const int code = nl_recvmsgs_default(socket.get()); code < 0) return failure(code);
    int forgotten = 0;
    for (const std::string& tuple : search.found) {
        Message remove = request(IPCTNL_MSG_CT_DELETE, NLM_F_REQUEST | NLM_F_ACK);
        if (!remove) return failure(-NLE_NOMEM);
        nla_put(remove.get(), CTA_TUPLE_ORIG | NLA_F_NESTED, static_cast<int>(tuple.size()), tuple.data());
        // A flow that has expired in between answers with an error that matters to nobody.
        if (nl_send_sync(socket.get(), remove.release()) >= 0) ++forgotten;
    }
    return forgotten;
}

}  // namespace armillary::network

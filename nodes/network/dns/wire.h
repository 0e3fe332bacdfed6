#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "nodes/network/dns/answer.h"

struct ldns_struct_pkt;

/// DNS messages (RFC 1035, EDNS: RFC 6891), on ldns. Input is hostile.
namespace armillary::network::dns {

using Bytes = std::vector<std::uint8_t>;
using Message = std::span<const std::uint8_t>;

/// Largest answer over UDP without, and with, EDNS.
inline constexpr std::size_t kPlainUdpBytes = 512;
inline constexpr std::size_t kEdnsUdpBytes = 1232;
inline constexpr std::size_t kMaxMessageBytes = 65535;

/// A question that was read. Move-only.
class Query {
public:
    /// An error is the whole reply to send, or empty: say nothing (what came is no question at all).
    static std::expected<Query, Bytes> parse(Message message);
    Query(Query&&) noexcept;
    ~Query();

    const std::vector<std::string>& labels() const { return m_labels; }
    Type type() const { return m_type; }
    /// What a UDP reply may be long.
    std::size_t udpLimit() const { return m_udpLimit; }

    /// The reply. Longer than `limit`: cut down to its head, the truncation bit set.
    Bytes reply(const Answer& answer, const Domain& domain, std::size_t limit) const;
    /// The same with the answer section of `upstream`'s message added: the far end of an alias.
    Bytes reply(const Answer& answer, const Domain& domain, std::size_t limit, Message upstream) const;
    /// A question for the same type of another name, to be asked upstream under `id`; empty when `name` is no name.
    Bytes questionFor(const std::string& name, std::uint16_t id) const;

private:
    struct FreePacket {
        void operator()(ldns_struct_pkt* packet) const;
    };
    using Packet = std::unique_ptr<ldns_struct_pkt, FreePacket>;
    explicit Query(Packet packet);

    Packet m_packet;
    std::vector<std::string> m_labels;
    Type m_type{};
    std::size_t m_udpLimit = kPlainUdpBytes;
};

/// Whether `reply` is a reply to `query`: both whole messages, as they were sent and received.
bool isReplyTo(Message reply, Message query);

}  // namespace armillary::network::dns

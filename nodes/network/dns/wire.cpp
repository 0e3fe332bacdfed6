#include "nodes/network/dns/wire.h"

#include <arpa/inet.h>
#include <ldns/ldns.h>

#include <algorithm>

namespace armillary::network::dns {
namespace {

constexpr std::size_t kHeaderBytes = 12;

/// A reply of the header alone.
Bytes bareReply(Message query, Code code) {
    Bytes out(query.begin(), query.begin() + kHeaderBytes);
    out[2] = static_cast<std::uint8_t>(0x80 | (query[2] & 0x79));  // QR, opcode and RD as asked
    out[3] = static_cast<std::uint8_t>(0x80 | static_cast<int>(code));
    std::fill(out.begin() + 4, out.end(), 0);
    return out;
}

ldns_rdf* dname(const std::string& name) {
    return ldns_dname_new_frm_str((name + ".").c_str());
}

/// Null when a name in it is none.
ldns_rr* makeRecord(const Record& record, const ldns_rdf* asked, const Domain& domain) {
    ldns_rr* made = ldns_rr_new();
    ldns_rdf* owner = record.name.empty() ? ldns_rdf_clone(asked) : dname(record.name);
    ldns_rr_set_type(made, static_cast<ldns_rr_type>(record.type));
    ldns_rr_set_class(made, LDNS_RR_CLASS_IN);
    ldns_rr_set_ttl(made, kTtl);
    bool whole = owner != nullptr;
    if (owner != nullptr) ldns_rr_set_owner(made, owner);
    const auto push = [&](ldns_rdf* field) {
        if (field == nullptr || !ldns_rr_push_rdf(made, field)) whole = false;
    };
    const auto number = [&](std::uint16_t value) { push(ldns_native2rdf_int16(LDNS_RDF_TYPE_INT16, value)); };
    switch (record.type) {
        case Type::A: {
            const std::uint32_t address = htonl(record.address);
            push(ldns_rdf_new_frm_data(LDNS_RDF_TYPE_A, sizeof address, &address));
            break;
        }
        case Type::SRV:
            for (const std::uint16_t value : {std::uint16_t(0), record.weight, record.port}) number(value);
            push(dname(record.target));
            break;
        case Type::TXT:
            push(ldns_rdf_new_frm_str(LDNS_RDF_TYPE_STR, record.target.c_str()));
            break;
        case Type::SOA:
            push(dname("ns.dns." + domain.name));
            push(dname("hostmaster." + domain.name));
            for (const std::uint32_t value : {1u, 7200u, 1800u, 86400u, kTtl}) {
                push(ldns_native2rdf_int32(LDNS_RDF_TYPE_INT32, value));
            }
            break;
        default:
            push(dname(record.target));
    }
    if (whole) return made;
    ldns_rr_free(made);
    return nullptr;
}

Bytes toWire(const ldns_pkt* packet) {
    std::uint8_t* wire = nullptr;
    std::size_t size = 0;
    if (ldns_pkt2wire(&wire, packet, &size) != LDNS_STATUS_OK) return {};
    Bytes out(wire, wire + size);
    LDNS_FREE(wire);
    return out;
}

/// Lower-case labels of an uncompressed wire name.
std::vector<std::string> labelsOf(const ldns_rdf* name) {
    std::vector<std::string> labels;
    const std::uint8_t* data = ldns_rdf_data(name);
    const std::size_t size = ldns_rdf_size(name);
    for (std::size_t at = 0; at < size && data[at] != 0;) {
        const std::size_t length = data[at];
        if (at + 1 + length > size) break;
        std::string label(reinterpret_cast<const char*>(data + at + 1), length);
        for (char& c : label) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        labels.push_back(std::move(label));
        at += 1 + length;
    }
    return labels;
}

}  // namespace

void Query::FreePacket::operator()(ldns_struct_pkt* packet) const {
    ldns_pkt_free(packet);
}

Query::Query(Packet packet) : m_packet(std::move(packet)) {
    const ldns_rr* question = ldns_rr_list_rr(ldns_pkt_question(m_packet.get()), 0);
    m_labels = labelsOf(ldns_rr_owner(question));
    m_type = static_cast<Type>(ldns_rr_get_type(question));
    if (ldns_pkt_edns(m_packet.get())) {
        m_udpLimit = std::clamp<std::size_t>(ldns_pkt_edns_udp_size(m_packet.get()), kPlainUdpBytes, kEdnsUdpBytes);
    }
}
Query::Query(Query&&) noexcept = default;
Query::~Query() = default;

std::expected<Query, Bytes> Query::parse(Message message) {
    // A reply is never answered: two servers would talk for ever.
    if (message.size() < kHeaderBytes || message.size() > kMaxMessageBytes || (message[2] & 0x80) != 0)
        return std::unexpected(Bytes());
    if ((message[2] & 0x78) != 0) return std::unexpected(bareReply(message, Code::NotImplemented));
    ldns_pkt* raw = nullptr;
    if (ldns_wire2pkt(&raw, message.data(), message.size()) != LDNS_STATUS_OK) {
        return std::unexpected(bareReply(message, Code::FormatError));
    }
    Packet packet(raw);
    const ldns_rr_list* questions = ldns_pkt_question(raw);
    if (ldns_rr_list_rr_count(questions) != 1 || ldns_rr_owner(ldns_rr_list_rr(questions, 0)) == nullptr) {
        return std::unexpected(bareReply(message, Code::FormatError));
    }
    const auto type = ldns_rr_get_type(ldns_rr_list_rr(questions, 0));
    if (ldns_rr_get_class(ldns_rr_list_rr(questions, 0)) != LDNS_RR_CLASS_IN || type == LDNS_RR_TYPE_AXFR ||
        type == LDNS_RR_TYPE_IXFR) {
        return std::unexpected(bareReply(message, Code::Refused));
    }
    return Query(std::move(packet));
}

Bytes Query::reply(const Answer& answer, const Domain& domain, std::size_t limit) const {
    return reply(answer, domain, limit, Message());
}

Bytes Query::reply(const Answer& answer, const Domain& domain, std::size_t limit, Message upstream) const {
    const Packet packet(ldns_pkt_new());
    ldns_pkt* made = packet.get();
    const ldns_pkt* asked = m_packet.get();
    ldns_pkt_set_id(made, ldns_pkt_id(asked));
    ldns_pkt_set_qr(made, true);
    ldns_pkt_set_aa(made, !answer.forward);
    ldns_pkt_set_rd(made, ldns_pkt_rd(asked));
    ldns_pkt_set_ra(made, true);
    ldns_pkt_set_rcode(made, static_cast<std::uint8_t>(answer.code));
    const ldns_rr* question = ldns_rr_list_rr(ldns_pkt_question(asked), 0);
    ldns_pkt_push_rr(made, LDNS_SECTION_QUESTION, ldns_rr_clone(question));
    const auto push = [&](ldns_pkt_section section, const Record& record) {
        if (ldns_rr* rr = makeRecord(record, ldns_rr_owner(question), domain)) ldns_pkt_push_rr(made, section, rr);
    };
    // Rotated by the question's random id, so that a client that takes the first address spreads over all.
    for (std::size_t i = 0; i < answer.records.size(); ++i) {
        const bool rotate = answer.records.front().type == Type::A;
        push(LDNS_SECTION_ANSWER, answer.records[(i + (rotate ? ldns_pkt_id(asked) : 0)) % answer.records.size()]);
    }
    for (const Record& record : answer.additional) push(LDNS_SECTION_ADDITIONAL, record);
    const bool negative = answer.records.empty() && (answer.code == Code::NoError || answer.code == Code::NameError);
    if (negative && !answer.forward) push(LDNS_SECTION_AUTHORITY, {.name = domain.name, .type = Type::SOA});
    ldns_pkt* far = nullptr;
    if (!upstream.empty() && ldns_wire2pkt(&far, upstream.data(), upstream.size()) == LDNS_STATUS_OK) {
        const Packet owned(far);
        const ldns_rr_list* records = ldns_pkt_answer(far);
        for (std::size_t i = 0; i < ldns_rr_list_rr_count(records); ++i) {
            ldns_pkt_push_rr(made, LDNS_SECTION_ANSWER, ldns_rr_clone(ldns_rr_list_rr(records, i)));
        }
    }
    if (ldns_pkt_edns(asked)) ldns_pkt_set_edns_udp_size(made, static_cast<std::uint16_t>(kEdnsUdpBytes));
    Bytes out = toWire(made);
    if (out.size() <= limit) return out;

    const Packet head(ldns_pkt_new());
    ldns_pkt_set_id(head.get(), ldns_pkt_id(asked));
    ldns_pkt_set_qr(head.get(), true);
    ldns_pkt_set_aa(head.get(), !answer.forward);
    ldns_pkt_set_tc(head.get(), true);
    ldns_pkt_set_rd(head.get(), ldns_pkt_rd(asked));
    ldns_pkt_set_ra(head.get(), true);
    ldns_pkt_push_rr(head.get(), LDNS_SECTION_QUESTION, ldns_rr_clone(question));
    if (ldns_pkt_edns(asked)) ldns_pkt_set_edns_udp_size(head.get(), static_cast<std::uint16_t>(kEdnsUdpBytes));
    return toWire(head.get());
}

Bytes Query::questionFor(const std::string& name, std::uint16_t id) const {
    ldns_rdf* owner = dname(name);
    if (owner == nullptr) return {};
    const Packet packet(ldns_pkt_query_new(owner, static_cast<ldns_rr_type>(m_type), LDNS_RR_CLASS_IN, LDNS_RD));
    if (!packet) return {};
    ldns_pkt_set_id(packet.get(), id);
    return toWire(packet.get());
}

bool isReplyTo(Message reply, Message query) {
    if (reply.size() < kHeaderBytes || query.size() < kHeaderBytes || (reply[2] & 0x80) == 0) return false;
    return reply[0] == query[0] && reply[1] == query[1];
}

}  // namespace armillary::network::dns

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nodes/network/dns/zone.h"
#include "nodes/network/names.h"

namespace armillary::network::dns {

/// Record types (RFC 1035, 2782, 3596) that are answered with something.
enum class Type : std::uint16_t {
    A = 1,
    NS = 2,
    CNAME = 5,
    SOA = 6,
    PTR = 12,
    TXT = 16,
    AAAA = 28,
    SRV = 33,
    ANY = 255
};

enum class Code : std::uint8_t {
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5
};

/// Seconds that an answer, or the news that there is none, may be kept: short, for pods come and go.
inline constexpr std::uint32_t kTtl = 5;

struct Record {
    std::string name;  ///< "" stands for the name that was asked for, spelled as it was
    Type type = Type::A;
    std::uint32_t address = 0;   ///< A
    std::string target;          ///< CNAME, PTR, SRV, NS; TXT's text
    std::uint16_t port = 0;      ///< SRV
    std::uint16_t weight = 100;  ///< SRV
};

struct Answer {
    bool forward = false;  ///< not ours: ask the host's resolvers
    Code code = Code::NoError;
    std::vector<Record> records, additional;
    std::string chase;  ///< a name outside the cluster whose addresses belong to the answer as well
};

struct Domain {
    std::string name = "cluster.local";
    Cidr services, pods;        ///< whose reverse names are ours
    std::uint32_t address = 0;  ///< of the server itself
};

/// Pure. `labels` are the question's, in lower case, without the root.
/// Source: https://github.com/kubernetes/dns/blob/master/docs/specification.md.
Answer answer(const Zone& zone, const Domain& domain, const std::vector<std::string>& labels, Type type);

}  // namespace armillary::network::dns

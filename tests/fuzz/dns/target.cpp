// Questions as they arrive on the DNS port, answered from a small zone; and the same bytes as a resolver's reply.
#include "tests/unit/network/table_zone.h"

using namespace armillary::network::dns;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const TableZone zone;
    static const Domain domain = tableDomain();
    const Message message(data, size);
    if (const auto query = Query::parse(message)) {
        const Answer made = answer(zone, domain, query->labels(), query->type());
        if (query->reply(made, domain, query->udpLimit()).size() > query->udpLimit()) __builtin_trap();
        query->reply(made, domain, kMaxMessageBytes, message);
        query->questionFor("example.org", 1);
    }
    return 0;
}

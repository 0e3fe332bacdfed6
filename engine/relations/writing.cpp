#include "engine/relations/writing.h"

namespace armillary::relations {

std::expected<std::vector<Way>, std::string> waysToConnect(const ObjectRef&, const ObjectRef&) {
    return std::unexpected("the table of edges is read only");
}

std::expected<std::vector<FieldChange>, std::string> connect(const ObjectRef&, const ObjectRef&, const Way&,
                                                             const WayOptions&) {
    return std::unexpected("the table of edges is read only");
}

std::expected<std::vector<FieldChange>, std::string> disconnect(const ObjectRef&, const Edge&) {
    return std::unexpected("the table of edges is read only");
}

std::vector<Partner> partnersOf(const Kind&) {
    return {};
}

}  // namespace armillary::relations

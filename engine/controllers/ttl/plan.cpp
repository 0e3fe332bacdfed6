#include "engine/controllers/ttl/plan.h"

#include <array>
#include <limits>

namespace armillary::controllers::ttl {

namespace {

constexpr std::array kSteps{Step{0, 100, 0}, Step{90, 500, 15}, Step{450, 1000, 30}, Step{900, 2000, 60},
                            Step{1800, std::numeric_limits<std::size_t>::max(), 300}};

}  // namespace

const Step& stepAt(std::size_t index) {
    return kSteps.at(index);
}

std::size_t nextStep(std::size_t index, std::size_t nodes) {
    while (nodes > stepAt(index).mostNodes) ++index;
    while (nodes < stepAt(index).leastNodes) --index;
    return index;
}

}  // namespace armillary::controllers::ttl

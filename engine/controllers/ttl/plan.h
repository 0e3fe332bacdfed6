#pragma once

#include <cstddef>

namespace armillary::controllers::ttl {

/// For how long nodes may go by their copies of secrets and config maps, by how many nodes there are. A cluster that
/// grows and shrinks about a bound stays where it is: the ranges overlap. Source: k8s.io/kubernetes/pkg/controller/ttl.
struct Step {
    std::size_t leastNodes, mostNodes;
    int seconds;
};
/// `index` of 0 is where a cluster without nodes is.
const Step& stepAt(std::size_t index);
/// The step of so many nodes, coming from step `index`.
std::size_t nextStep(std::size_t index, std::size_t nodes);

}  // namespace armillary::controllers::ttl

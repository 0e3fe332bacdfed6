#pragma once

#include <memory>

#include "engine/client/informer.h"
#include "nodes/network/dns/zone.h"

namespace armillary::network::dns {

/// The zone as the informers of services and endpoint slices know it. Adds indexes: make it before Informers::start().
std::unique_ptr<Zone> zoneOf(client::Informers& informers);

}  // namespace armillary::network::dns

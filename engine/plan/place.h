#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/client/discovery.h"
#include "engine/plan/item.h"

namespace armillary::plan {

/// Where an item lives in a cluster.
struct Place {
    std::string path;        ///< of the object: "/apis/apps/v1/namespaces/shop/deployments/web"
    std::string namespace_;  ///< "" for what belongs to the whole cluster
    bool namespaced = false;
    /// Its kind is not served yet, and comes with a definition of the same manifest.
    bool defined = false;
};

/// What the CustomResourceDefinitions among `items` will have served.
std::vector<client::ApiResource> definedBy(const std::vector<Item>& items);

/// In `namespace_` unless the item names one. The error says what the cluster does not serve.
std::expected<Place, std::string> placeOf(const Item& item, const client::Discovery& served,
                                          const std::vector<client::ApiResource>& defined, std::string_view namespace_);

}  // namespace armillary::plan

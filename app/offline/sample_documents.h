#pragma once

#include <string>
#include <vector>

#include "engine/client/client.h"

namespace armillary::app {

/// A row of custom resources, and their documents: what exists once a definition is served.
struct SampleCustomObjects {
    resources::Resource resource;
    std::string namespace_;
    std::vector<std::string> documents;
};

/// One object at least of every kind that a person meets, about the sample's deployments; JSON, in the order in which
/// they are to be created. Those that make pods make none unless `lively`.
std::vector<std::string> sampleDocuments(bool lively);
/// Of the definition that is among them.
SampleCustomObjects sampleCustomObjects();

}  // namespace armillary::app

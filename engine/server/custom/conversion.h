#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/status.h"

namespace armillary::server::custom {

/// Turns objects of one custom resource from one of its versions into another.
/// Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/.
class Converter {
public:
    virtual ~Converter() = default;
    /// `objects` are whole JSON documents, each of any version of the definition; what comes back is of `apiVersion`
    /// ("example.com/v2"), one for one and in the same order, with name, namespace and UID as they were. A failure is
    /// upstream's Status. Thread-safe.
    virtual Result<std::vector<std::string>> convert(std::vector<std::string> objects,
                                                     const std::string& apiVersion) const = 0;
    /// Whether convert() may take long because it asks somebody else. It is then not called where events are handed
    /// out.
    virtual bool asksOthers() const = 0;
};

/// The converter that a definition asks for. Called when the definition is first used, and again when it has changed.
using ConverterFactory =
    std::function<std::unique_ptr<const Converter>(const apiextensionsv1::CustomResourceDefinition& definition)>;

/// For strategy None: another apiVersion, all else as it is. Any other strategy is answered with 500.
std::unique_ptr<const Converter> makeConverter(const apiextensionsv1::CustomResourceDefinition& definition);

}  // namespace armillary::server::custom

#pragma once

#include <memory>

#include "engine/async/identifiers.h"
#include "engine/server/custom/conversion.h"
#include "engine/server/outbound/outbound.h"

namespace armillary::server::outbound {

/// The converter of a definition whose strategy is Webhook: asks it with a ConversionReview, for all objects at once.
/// Names, UIDs and everything else in metadata but labels and annotations stay as they were. What it refers to must
/// outlive it. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/conversion.
std::unique_ptr<const custom::Converter> makeWebhookConverter(
    const apiextensionsv1::CustomResourceDefinition& definition, Outbound& outbound, async::Identifiers& identifiers);

/// The converter that any definition asks for: the above, or custom::makeConverter().
std::unique_ptr<const custom::Converter> makeConverter(const apiextensionsv1::CustomResourceDefinition& definition,
                                                       Outbound& outbound, async::Identifiers& identifiers);

}  // namespace armillary::server::outbound

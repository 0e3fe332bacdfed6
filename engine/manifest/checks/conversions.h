#pragma once

#include <string>
#include <string_view>

#include "engine/manifest/checks/converter.h"

/// Objects of API versions that are gone, as the versions that took their place have them. What changes is in the
/// deprecation guide, https://kubernetes.io/docs/reference/using-api/deprecation-guide/. For the sources of this
/// folder.
namespace armillary::manifest::checks {

/// Everything but apiVersion itself. Kinds whose fields stayed as they were need nothing.
void convert(Converter& converter);

void convertWorkload(Converter& converter);
void convertIngress(Converter& converter);
void convertDefinition(Converter& converter);
void convertScaler(Converter& converter);
void convertWebhooks(Converter& converter);

}  // namespace armillary::manifest::checks

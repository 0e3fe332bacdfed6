#pragma once

#include <QJsonArray>
#include <string>

#include "reader.h"

/// Reading lists from backstage, for actions that look before they ask.
namespace armillary::app::kinds {

/// What a list has, as far as it was read.
struct Items {
    QJsonArray items;
    bool more = false;    ///< there are more than were asked for
    std::string problem;  ///< why it could not be read; "" when it could
};
/// Page by page, `most` at most. `target` is a collection's path, perhaps with a query.
Items readItems(const Reader& reader, const std::string& target, std::size_t most,
                const std::string& accept = "application/json");

/// What to ask for when objects' metadata is all that counts.
inline constexpr const char* kMetadataAlone = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/// How many a list has, without reading them: -1 when that cannot be told.
int countItems(const Reader& reader, const std::string& target);

}  // namespace armillary::app::kinds

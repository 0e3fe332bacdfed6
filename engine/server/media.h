#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/schema/status.h"

/// Content negotiation (RFC 9110, section 12) as the API does it.
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources.
namespace armillary::server {

enum class Encoding { Json, Yaml, Protobuf };
/// What is sent of an object: itself, rows of a table, or its metadata.
enum class Form { Object, Table, Metadata };

struct Media {
    Encoding encoding = Encoding::Json;
    Form form = Form::Object;
    std::string metaVersion = "v1";  ///< of meta.k8s.io, for Table and Metadata

    std::string contentType() const;
    std::string watchContentType() const;
    /// Whether objects go out just as they are kept.
    bool plain() const { return encoding != Encoding::Protobuf && form == Form::Object; }
};

/// One media range with its parameters.
struct MediaRange {
    std::string type;  ///< "application/json", lower case
    std::vector<std::pair<std::string, std::string>> parameters;
    double quality = 1;
    std::string_view parameter(std::string_view name) const;
};

/// The ranges of an Accept header, the most wanted first; what cannot be read is passed over. At most 64.
std::vector<MediaRange> parseAccept(std::string_view header);
/// The type of a Content-Type header, lower case and without parameters.
std::string mediaType(std::string_view contentType);

/// What a resource can be sent as, beside JSON and YAML of itself.
struct Offer {
    bool protobuf = true;
    bool metaForms = true;  ///< Table and Metadata: what is stored has them, a review has not
};
/// How to answer. 406 when nothing fits.
Result<Media> negotiate(std::string_view accept, const Offer& offer);

inline constexpr std::string_view kProtobufMedia = "application/vnd.kubernetes.protobuf";

}  // namespace armillary::server

#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/server/core.h"
#include "engine/server/storage.h"

/// Objects and lists in the form that was negotiated.
namespace armillary::server {

/// A Status as a whole answer.
Response respond(const Status& status, const Media& media = {});
/// {"kind":"Status","status":"Success"} with details of what it was about.
Response success(const Call& call, int code, std::string_view uid);
/// A struct that is not a resource (Scale, Status, discovery) in the encoding that was negotiated; kind and apiVersion
/// are set in it.
Response respondValue(const Media& media, int code, const schema::TypeInfo& type, const void* object);

/// One object of the call's resource. `json` is in the row's version, resourceVersion included.
Response respondObject(const Call& call, int code, std::string json);

struct ListHead {
    Revision revision = 0;
    std::string continueToken;
    std::optional<std::int64_t> remaining;
};
/// Objects in the stored version.
Response respondList(const Call& call, const ListHead& head, std::span<const ObjectRef> objects);

/// One watched object as `"object"` of an event: its bytes in the negotiated form. `withColumns` adds a table's column
/// definitions, which only the first event of a watch carries.
std::string renderForWatch(const Call& call, const ObjectRef& object, bool withColumns);
/// What a bookmark carries: nothing but a revision. `initialEventsEnd` adds upstream's annotation.
std::string renderBookmark(const Call& call, Revision revision, bool initialEventsEnd);
/// One event around what the two above made, or around a Status' JSON.
std::shared_ptr<const std::string> frame(const Media& media, std::string_view type, std::string_view object);

}  // namespace armillary::server

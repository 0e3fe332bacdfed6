#pragma once

#include <string>

#include "engine/schema/table.h"
#include "engine/server/core.h"

namespace armillary::server {

/// A patch as it came, to be applied to any number of versions of an object.
class PatchText {
public:
    /// 415 for a content type that is no patch, 400 for one that is no JSON. `strategic` says whether there are merge
    /// keys to go by: custom resources have none.
    static Result<PatchText> read(const Request& request, bool strategic = true);
    /// The patched document. 400 or 422 as upstream answers.
    Result<std::string> apply(const schema::TypeInfo& type, const std::string& document) const;
    const std::string& text() const { return m_text; }

private:
    enum class Type { Json, Merge, StrategicMerge };
    Type m_type = Type::Json;
    std::string m_text;
};

}  // namespace armillary::server

#pragma once

#include <QString>
#include <string_view>

namespace armillary::app {

/// What the map says: a kind in words ("Config map"), an edge ("reads"), and what is wrong.
QString kindWord(std::string_view kind);
/// By the relation's stable name; "runs" from a workload to its pods.
QString edgeWord(std::string_view relation);
QString missingWord(bool optional);
QString nothingSelectedWord();

}  // namespace armillary::app

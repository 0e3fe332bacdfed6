#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/gitops/origin/choices.h"
#include "engine/gitops/origin/source_files.h"

/// For the sources of this folder.
namespace armillary::gitops {

/// A scalar of a chart's values.
struct ValueLeaf {
    enum class Type { Text, Number, Truth };
    manifest::Path path;  ///< by keys and positions
    Type type = Type::Text;
    std::string text;                    ///< as a template prints it
    std::size_t file = 0;                ///< among files(): the last one that says it
    std::optional<manifest::Path> list;  ///< the outermost list that holds it, which a file says as a whole
};

/// A chart's values as Helm joins them: a mapping is joined with the one before, all else takes its place.
class ChartValues {
public:
    static Expected<ChartValues> read(SourceFiles& files, const ViewChoice& choice);

    const std::vector<std::string>& files() const { return m_files; }  ///< of the tree; the chart's own first
    const std::vector<ValueLeaf>& leaves() const { return m_leaves; }
    /// All values, with some leaves in other words.
    std::string with(const std::vector<std::pair<std::size_t, std::string>>& changed) const;
    /// The list at a path with one leaf in it set, as YAML.
    std::string listWith(const ValueLeaf& leaf, const std::string& json) const;

private:
    void collect(const boost::json::value& value, manifest::Path& path, std::optional<manifest::Path> list);

    std::vector<std::string> m_files;
    std::vector<boost::json::object> m_said;  ///< by each of the files
    boost::json::object m_all;
    std::vector<ValueLeaf> m_leaves;
};

}  // namespace armillary::gitops

#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/gitops/origin/chart_values.h"
#include "engine/gitops/render/rendered.h"

/// Which values of a chart make which fields, from renderings with others in their place. For the sources of this
/// folder.
namespace armillary::gitops {

/// A text that stands in a field, or a leaf.
struct TextPart {
    std::string text;
    std::optional<std::size_t> leaf;
    bool operator==(const TextPart&) const = default;
};

/// What a scalar of the rendered objects is made of.
struct MadeOf {
    std::vector<TextPart> parts;   ///< together they are the field; none where it is made in another way
    std::set<std::size_t> leaves;  ///< that it depends on
};

class ChartTrace {
public:
    /// By object and the field's path, printed.
    using Fields = std::map<std::pair<std::size_t, std::string>, MadeOf>;

    ChartTrace(const std::vector<RenderedObject>& objects, const ChartValues& values);

    /// The leaf in other words, as JSON, of the same type, and to be known again in what comes out.
    static std::string marker(const ValueLeaf& leaf, std::size_t index);
    /// Rendered with those leaves replaced by their markers.
    void compare(const std::vector<RenderedObject>& variant, const std::vector<std::size_t>& marked);
    /// Leaves that were seen in no field as yet.
    bool isFound(std::size_t leaf) const { return m_found.contains(leaf); }

    const Fields& fields() const { return m_fields; }
    /// The leaf decides whether what is at the path, and below, is there.
    struct Decides {
        std::size_t object;
        manifest::Path path;
        std::size_t leaf;
    };
    const std::vector<Decides>& decides() const { return m_decides; }

private:
    void walk(std::size_t object, manifest::Path& path, const boost::json::value& before,
              const boost::json::value& after, const std::vector<std::size_t>& marked);
    void scalar(std::size_t object, const manifest::Path& path, const boost::json::value& before,
                const boost::json::value& after, const std::vector<std::size_t>& marked);
    void decide(std::size_t object, const manifest::Path& path, const std::vector<std::size_t>& marked);
    std::vector<TextPart> partsOf(const std::string& text) const;

    const ChartValues& m_values;
    std::vector<std::string> m_keys;  ///< of the objects: which is which in another rendering
    std::vector<boost::json::value> m_objects;
    Fields m_fields;
    std::vector<Decides> m_decides;
    std::set<std::size_t> m_found;
};

}  // namespace armillary::gitops

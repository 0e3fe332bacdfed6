#pragma once

#include <memory>

#include "engine/gitops/origin/chart_trace.h"
#include "engine/gitops/origin/origin.h"

/// For the sources of this folder.
namespace armillary::gitops {

class ChartView final : public View {
public:
    ChartView(const ChartView&) = default;
    static Expected<std::shared_ptr<const ChartView>> make(const Rendered& rendered, const TreeRef& tree,
                                                           const ViewChoice& choice);
    /// The same with what the values make.
    std::shared_ptr<const ChartView> traced(ChartTrace::Fields fields, std::vector<ChartTrace::Decides> decides) const;

    const ChartValues& values() const { return m_values; }
    const std::vector<RenderedObject>& objects() const { return m_objects; }

    std::vector<Origin> originsOf(std::size_t document, const manifest::Path& path) const override;
    Expected<Rewrite> rewrite(std::size_t document, const manifest::Edit& edit, const SourceText& now) const override;

private:
    ChartView(std::string text, TreeRef tree) : View(std::move(text)), m_files(std::move(tree)) {}
    const MadeOf* madeOf(std::size_t document, const manifest::Path& path) const;
    Origin originOf(const ValueLeaf& leaf, Origin::Kind kind) const;
    Origin templateOf(std::size_t document, const manifest::Path& path, const MadeOf* made) const;
    SourceEdit write(const ValueLeaf& leaf, const std::string& yaml) const;

    SourceFiles m_files;
    ViewChoice m_choice;
    ChartValues m_values;
    std::vector<RenderedObject> m_objects;
    std::vector<std::string> m_templates;  ///< by object: a path of the tree
    manifest::File m_rendered;
    ChartTrace::Fields m_fields;
    std::vector<ChartTrace::Decides> m_decides;
};

/// What the leaves of a text that is put together have to be, so that it becomes another one: by the texts between
/// them. Nothing where that does not fit.
std::optional<std::map<std::size_t, std::string>> solve(const std::vector<TextPart>& parts, const std::string& wanted);

}  // namespace armillary::gitops

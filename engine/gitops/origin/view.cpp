#include "engine/gitops/origin/view.h"

#include <format>

#include "engine/gitops/origin/chart_view.h"
#include "engine/gitops/origin/kustomize_view.h"
#include "engine/gitops/source/path.h"

namespace armillary::gitops {

namespace {

RenderRequest renderingOf(const ViewRequest& request) {
    RenderRequest rendering{.tree = request.tree,
                            .path = request.choice.folder,
                            .settings = {},
                            .name = std::string(nameOf(request.choice.folder)),
                            .namespace_ = request.namespace_};
    if (rendering.name.empty()) rendering.name = "release";
    if (request.choice.kind == ViewChoice::Kind::Chart) {
        rendering.settings.kind = Settings::Kind::Helm;
        rendering.settings.helm.valueFiles = request.choice.valueFiles;
    } else {
        rendering.settings.kind = Settings::Kind::Kustomize;
        rendering.settings.kustomize.overlay = kOriginOverlay;
    }
    return rendering;
}

/// One chart, tried with other values.
class Trying {
public:
    Trying(const Renderer& renderer, const ViewRequest& request, const ChartView& view, const std::stop_token& stop)
        : m_renderer(renderer),
          m_request(renderingOf(request)),
          m_view(view),
          m_stop(stop),
          m_trace(view.objects(), view.values()) {}

    ChartTrace run() {
        const auto& leaves = m_view.values().leaves();
        for (const auto type : {ValueLeaf::Type::Text, ValueLeaf::Type::Number}) {
            std::vector<std::size_t> all;
            for (std::size_t i = 0; i < leaves.size(); ++i)
                // What is empty mostly decides whether something is there.
                if (leaves[i].type == type && !leaves[i].text.empty()) all.push_back(i);
            if (!all.empty()) attempt(all);
        }
        std::size_t tried = 0;
        for (std::size_t i = 0; i < leaves.size() && tried < kMostTried; ++i)
            if (!m_trace.isFound(i) && !m_stop.stop_requested()) ++tried, attempt({i});
        return std::move(m_trace);
    }

private:
    void attempt(const std::vector<std::size_t>& marked) {
        std::vector<std::pair<std::size_t, std::string>> changed;
        for (const std::size_t leaf : marked)
            changed.emplace_back(leaf, ChartTrace::marker(m_view.values().leaves()[leaf], leaf));
        m_request.settings.helm.values = {m_view.values().with(changed)};
        // What it cannot be rendered with is one that nobody knows more of.
        if (const auto rendered = m_renderer.render(m_request, m_stop)) m_trace.compare(rendered->objects, marked);
    }

    const Renderer& m_renderer;
    RenderRequest m_request;
    const ChartView& m_view;
    const std::stop_token& m_stop;
    ChartTrace m_trace;
};

}  // namespace

Expected<ViewRef> look(const Renderer& renderer, const ViewRequest& request, const std::stop_token& stop) {
    const auto rendered = renderer.render(renderingOf(request), stop);
    if (!rendered) return std::unexpected(rendered.error());
    if (request.choice.kind == ViewChoice::Kind::Chart) return ChartView::make(*rendered, request.tree, request.choice);
    return KustomizeView::make(*rendered, request.tree, request.choice.folder);
}

ViewRef trace(const Renderer& renderer, const ViewRequest& request, ViewRef view, const std::stop_token& stop) {
    const auto* const chart = dynamic_cast<const ChartView*>(view.get());
    if (chart == nullptr) return view;
    const ChartTrace traced = Trying(renderer, request, *chart, stop).run();
    if (stop.stop_requested()) return view;
    return chart->traced(traced.fields(), traced.decides());
}

std::string shown(const Origin& origin) {
    std::string text = origin.file;
    if (!origin.what.empty()) text += ", " + origin.what;
    if (origin.line > 0) text += std::format(", line {}", origin.line);
    return text;
}

}  // namespace armillary::gitops

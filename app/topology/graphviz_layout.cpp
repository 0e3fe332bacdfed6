#include "graphviz_layout.h"

#include <gvc.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>
#include <string>

// The layout engine is linked, not looked for in the system's folders when the program runs.
extern "C" gvplugin_library_t gvplugin_dot_layout_LTX_library;

namespace armillary::app {

namespace {

constexpr double kPointsPerInch = 72;
constexpr std::size_t kLarge = 150;  // nodes; beyond, beauty gives way to time
constexpr int kStepsPerCurve = 10;

// Graphviz keeps what it works on in variables of its own.
std::mutex& oneAtATime() {
    static std::mutex mutex;
    return mutex;
}

struct Context {
    Context() {
        static lt_symlist_t builtins[] = {
            {const_cast<char*>("gvplugin_dot_layout_LTX_library"), &gvplugin_dot_layout_LTX_library},
            {nullptr, nullptr}};
        context = gvContextPlugins(builtins, 0);
        agseterr(AGMAX);  // it has nothing to say to a terminal
    }
    ~Context() { gvFreeContext(context); }
    GVC_t* context;
};

void set(void* object, const char* name, const std::string& value) {
    agsafeset(object, const_cast<char*>(name), const_cast<char*>(value.c_str()), const_cast<char*>(""));
}

std::string inches(double points) {
    return std::to_string(points / kPointsPerInch);
}

/// Bézier curves end to end, as points.
std::vector<QPointF> sampled(const splines* curves, double height) {
    std::vector<QPointF> points;
    const auto at = [&](const pointf& point) { return QPointF(point.x, height - point.y); };
    for (int piece = 0; curves && piece < curves->size; ++piece) {
        const bezier& curve = curves->list[piece];
        for (int first = 0; first + 3 < curve.size; first += 3) {
            const QPointF a = at(curve.list[first]), b = at(curve.list[first + 1]), c = at(curve.list[first + 2]),
                          d = at(curve.list[first + 3]);
            for (int step = points.empty() ? 0 : 1; step <= kStepsPerCurve; ++step) {
                const double t = static_cast<double>(step) / kStepsPerCurve, u = 1 - t;
                points.push_back(u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d);
            }
        }
    }
    if (points.size() > 1 && points.front().x() > points.back().x()) std::ranges::reverse(points);
    return points;
}

}  // namespace

DotLayout layOutWithDot(const DotGraph& graph, QSizeF between) {
    const std::lock_guard lock(oneAtATime());
    const Context context;
    Agraph_t* drawn = agopen(const_cast<char*>("map"), Agdirected, nullptr);
    set(drawn, "rankdir", "LR");
    set(drawn, "ranksep", inches(between.width()));
    set(drawn, "nodesep", inches(between.height()));
    const bool large = graph.nodes.size() > kLarge;
    set(drawn, "splines", large ? "line" : "true");
    set(drawn, "mclimit", large ? "0.2" : "1");
    set(drawn, "nslimit", large ? "1" : "10");
    agattr(drawn, AGNODE, const_cast<char*>("shape"), const_cast<char*>("box"));
    agattr(drawn, AGNODE, const_cast<char*>("fixedsize"), const_cast<char*>("true"));
    agattr(drawn, AGNODE, const_cast<char*>("label"), const_cast<char*>(""));
    agattr(drawn, AGEDGE, const_cast<char*>("arrowhead"), const_cast<char*>("none"));

    std::vector<Agnode_t*> nodes;
    std::vector<Agedge_t*> edges;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const DotGraph::Node& node = graph.nodes[i];
        nodes.push_back(agnode(drawn, const_cast<char*>(std::to_string(i).c_str()), 1));
        set(nodes.back(), "width", inches(node.size.width()));
        set(nodes.back(), "height", inches(node.size.height()));
        Agraph_t* layer = agsubg(drawn, const_cast<char*>(("layer" + std::to_string(node.layer)).c_str()), 1);
        set(layer, "rank", "same");
        agsubnode(layer, nodes.back(), 1);
    }
    for (const DotGraph::Edge& edge : graph.edges)
        edges.push_back(agedge(drawn, nodes[static_cast<std::size_t>(edge.from)],
                               nodes[static_cast<std::size_t>(edge.to)], nullptr, 1));

    DotLayout layout;
    if (gvLayout(context.context, drawn, "dot") == 0) {
        const boxf box = GD_bb(drawn);
        layout.size = {box.UR.x - box.LL.x, box.UR.y - box.LL.y};
        for (Agnode_t* node : nodes)
            layout.centres.emplace_back(ND_coord(node).x, layout.size.height() - ND_coord(node).y);
        for (Agedge_t* edge : edges) layout.lines.push_back(sampled(ED_spl(edge), layout.size.height()));
        gvFreeLayout(context.context, drawn);
    }
    agclose(drawn);
    return layout;
}

}  // namespace armillary::app

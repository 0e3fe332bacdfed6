#pragma once

#include <QString>
#include <map>
#include <string>
#include <vector>

#include "engine/editor/project.h"

namespace armillary::app {

/// A card on the canvas: an object of the project, or one that something in it refers to and that it does not have.
struct CanvasNode {
    std::string key;                        ///< stays the same from one session to the next: "Deployment.apps/shop/web"
    editor::ItemId item = editor::kNoItem;  ///< kNoItem: not in the project
    relations::ObjectId object;             ///< with the namespace that it will be in
    std::string apiVersion;
    ObjectRef value;           ///< null where it cannot be read
    QString kind, substance;   ///< "Deployment"; what it comes to in a line: "nginx:1.27 ×2"
    std::string group;         ///< that it stands in: its application, or its namespace
    bool application = false;  ///< `group` is an application
    int layer = 0;             ///< from left, where traffic comes in, to right, where things are kept
    int errors = 0, warnings = 0;
    QString finding;  ///< the first of them
    bool isGhost() const { return item == editor::kNoItem; }
    QString title() const { return QString::fromStdString(object.name); }
};

/// What refers to what; one for each of the project's connections.
struct CanvasEdge {
    int from = 0, to = 0;
    int lane = 0;  ///< several between the same two are drawn beside each other
    editor::Connection connection;
};

struct CanvasGraph {
    std::vector<CanvasNode> nodes;
    std::vector<CanvasEdge> edges;
    std::map<editor::ItemId, int> byItem;

    /// -1 when there is none.
    int find(editor::ItemId item) const;
    int findKey(const std::string& key) const;
};

/// What `before` has already read is not read again.
CanvasGraph buildCanvas(const editor::Project& project, const CanvasGraph& before);
/// Counts the project's findings into the nodes.
void countFindings(CanvasGraph& graph, const editor::Project& project);

/// What an object comes to, in a line; no value of a secret is in it.
QString substanceOf(const Object& object);
int canvasLayerOf(const relations::Kind& kind);
/// What an edge means: "sends traffic to".
QString meaningOf(std::string_view relation);

}  // namespace armillary::app

#pragma once

#include <QString>
#include <QVariant>
#include <functional>
#include <string_view>
#include <vector>

#include "engine/client/discovery.h"
#include "engine/schema/object.h"
#include "write_gate.h"

/// What the window knows about kinds beyond what a server says of them: one folder per kind, listed in registry.cpp.
/// Explorer, topology and details all read it here.
namespace armillary::app::kinds {

/// How an object fares. Always shown as icon or colour and text together, never as colour alone.
enum class Tone { None, Good, Warning, Bad, Quiet };
/// "good", "warning", "bad", "quiet", "": as the theme names them.
QString toneName(Tone tone);

/// One line about an object.
struct Row {
    QString status;
    Tone tone = Tone::None;
    QString ready;          ///< "2/3"; "" when it has no such thing
    double readyShare = 1;  ///< 0 to 1
    QString images;
};

/// A page about an object: labelled values under headings.
class Summary {
public:
    void heading(const QString& text);
    /// Left out when `value` is "".
    void add(const QString& label, const QString& value, Tone tone = Tone::None);
    void add(const QString& label, const std::string& value, Tone tone = Tone::None);
    /// Rows of {label, value, tone}; a heading has the tone "heading" and no value.
    QVariantList take() { return std::move(m_rows); }

private:
    QVariantList m_rows;
};

/// One object and the resource it is of.
struct Subject {
    ObjectRef object;
    client::ApiResource resource;

    /// "Deployment shop/web".
    QString title() const;
    /// Path of the object's own call, of a subresource's with a name.
    std::string path(std::string_view subresource = {}) const;
};

/// What an action wants to know before it is done.
enum class Input { None, Number, Text, Pairs, Choice };

/// One thing that can be done to an object.
struct Action {
    QString id;        ///< "scale": the same for all kinds that have it
    QString title;     ///< "Scale…"
    QString icon;      ///< a name of the theme's icons
    QString shortcut;  ///< where a list has the focus: "Ctrl+D"; "" for none
    /// Asked before it is done: what will happen. "" for what can be undone or does no harm.
    QString question;
    QString verb;  ///< on the button that does it: "Delete"
    Input input = Input::None;
    QString prompt;  ///< what the input is: "Replicas"
    QVariant value;  ///< what it starts with; a map of {label: value} for Pairs
    QStringList choices;
    std::function<Write(const QVariant& input)> write;
    /// Changes nothing, and is done under a lock too: opens this view of the object in the dock. Then there is no
    /// `write`.
    QString view;
    /// That view reaches into what runs, as a shell does: a lock forbids it like a change.
    bool reachesIn = false;
};

struct Kind {
    std::string_view group, name;
    std::string_view icon = "object";
    /// Null: the generic one's.
    Row (*row)(const Object& object) = nullptr;
    void (*summarise)(const Object& object, Summary& summary) = nullptr;
    /// What the kind has beyond what all objects have.
    std::vector<Action> (*actions)(const Subject& subject) = nullptr;
    /// It is a pod or has pods, whose logs can be read.
    bool logs = false;
};

}  // namespace armillary::app::kinds

#pragma once

#include <QString>
#include <QVariant>
#include <functional>
#include <string_view>
#include <vector>

#include "engine/client/discovery.h"
#include "engine/schema/object.h"
#include "reader.h"
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

/// What an action wants to know before it is done. `Flag` (yes or no) is for forms alone.
enum class Input { None, Number, Text, Pairs, Choice, Form, Flag };

/// One of several to choose from, with what a person needs to know for it.
struct Option {
    QString value;   ///< what the action gets
    QString title;   ///< "Revision 3"
    QString detail;  ///< "2d ago, web:1.4"
    bool enabled = true;
};

/// One thing that a form asks for.
struct Field {
    QString id;
    QString label;
    Input input = Input::Text;
    QVariant value;  ///< what it starts with
    std::vector<Option> options;
    QString hint;  ///< a sentence below it
};

/// One more thing that happens when it is done: "6 Pods".
struct Consequence {
    QString icon, text;
    QString detail;  ///< which ones: "web-1, web-2 and 4 more"
};

/// What an object is and what it would be, as YAML.
struct Preview {
    QString before, after;
};

struct Action;

/// What an action may look at before it asks. Backstage: reading takes its time.
struct Surroundings {
    const Reader& reader;
    const std::vector<client::ApiResource>& served;
    const std::vector<Subject>& subjects;  ///< all that it is to be done to, the action's own first
};

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
    /// What it starts with: a map of {label: value} for Pairs, of {field's id: value} for a Form (as `fields` say, when
    /// it is empty).
    QVariant value;
    QStringList choices;  ///< of a Choice without `options`
    std::function<Write(const QVariant& input)> write;
    /// Opens this view of the object in the dock. Then there is no `write`.
    QString view;
    /// The view can change something: under a lock it is not offered. (What has a `write` never is.)
    bool changes = false;

    std::vector<Option> options;            ///< of a Choice
    std::vector<Field> fields;              ///< of a Form
    std::vector<Consequence> consequences;  ///< what else happens
    QString confirmation;                   ///< has to be typed before it is done; "" for most
    QString obstacle;  ///< why it cannot be done after all, once it has looked; then it only says so
    /// What can be done to this one alone, not to several at once.
    bool single = false;
    /// What the input makes of the object, shown as a diff.
    std::function<Preview(const QVariant& input)> preview;
    /// What is wrong with the input: {field's id or "": sentence}; for Pairs {"2": sentence} by row. Empty when nothing
    /// is.
    std::function<QVariantMap(const QVariant& input)> check;
    /// Looks at the cluster before it asks, and says how it asks then.
    std::function<Action(const Surroundings& around)> look;
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

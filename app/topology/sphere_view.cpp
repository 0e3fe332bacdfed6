#include "sphere_view.h"

#include <QCursor>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace armillary::app {

namespace {

constexpr double kTurnSeconds = 0.45;
constexpr double kFriction = 3.2;    // of the velocity, a second
constexpr double kStill = 6;         // pixels a second
constexpr double kKeyTurn = 0.26;    // radians
constexpr double kTellingRoom = 46;  // pixels of a machine's room in which its pods can be told apart
constexpr double kFollowSeconds = 0.18;
const QString kPod = QStringLiteral("/Pod"), kNode = QStringLiteral("/Node");

}  // namespace

SphereView::SphereView(QQuickItem* parent) : SceneView(parent) {
    setClip(true);
}

void SphereView::setModel(TopologyModel* model) {
    if (m_model == model) return;
    if (m_model) m_model->disconnect(this);
    m_model = model;
    m_changes = {.everything = true};
    if (m_model)
        connect(m_model, &TopologyModel::changed, this, [this](const TopologyChanges& changes) {
            m_changes.add(changes);
            redraw();
        });
    emit modelChanged();
    redraw();
}

/// Before something is drawn, or asked for.
void SphereView::takeChanges() {
    if (!m_model || m_changes.isEmpty()) return;
    m_bodies.apply(*m_model, std::exchange(m_changes, {}));
    tellParts();
    if (m_room == 0) m_room = m_bodies.room();
    // What was pointed at may be another one now.
    m_targets.clear();
    m_hovered = {};
}

void SphereView::selectionTaken() {
    m_selectedPod = m_selectedResource == kPod ? m_selectedKey.toStdString() : std::string();
}

bool SphereView::isSelected(const MachineBody& machine) const {
    return m_selectedResource == kNode && m_selectedKey == QString::fromStdString(machine.name);
}
bool SphereView::isSelected(const Moon& moon) const {
    return !m_selectedPod.empty() && moon.key == m_selectedPod;
}

QString SphereView::description() const {
    const int machine = m_selectedResource == kNode ? m_bodies.machineNamed(m_selectedKey.toStdString()) : -1;
    return machine < 0 ? m_selectedKey : descriptionOf(machine);
}

QString SphereView::toneWord(MachineTone tone) {
    const QString words[] = {tr("Ready"), tr("Cordoned"), tr("Not ready"), tr("Known by its pods alone")};
    return words[static_cast<std::size_t>(tone)];
}

QString SphereView::descriptionOf(int machine) const {
    if (machine < 0) return {};
    const MachineBody& body = m_bodies.machines()[static_cast<std::size_t>(machine)];
    return tr("%1: %n pods, %2 % of its processors and %3 % of its memory requested", nullptr,
              static_cast<int>(body.moons.size()))
        .arg(QString::fromStdString(body.name))
        .arg(qRound(body.cpuShare * 100))
        .arg(qRound(body.memoryShare * 100));
}

QString SphereView::resourceOf(const Target& target) const {
    if (target.what == Target::What::Machine) return kNode;
    return target.what == Target::What::Moon || target.what == Target::What::Waiting ? kPod : QString();
}

QString SphereView::keyOf(const Target& target) const {
    const auto index = static_cast<std::size_t>(target.index);
    switch (target.what) {
        case Target::What::Machine:
            return QString::fromStdString(m_bodies.machines()[index].name);
        case Target::What::Moon:
            return QString::fromStdString(m_bodies.machines()[index].moons[static_cast<std::size_t>(target.moon)].key);
        case Target::What::Waiting:
            return QString::fromStdString(m_bodies.waiting()[index].key);
        default:
            return {};
    }
}

QVariantMap SphereView::hovered() const {
    if (m_hovered.what == Target::What::Nothing || m_dragging || m_turning) return {};
    QVariantMap tip{{"x", m_hovered.at.x()}, {"y", m_hovered.at.y()}, {"size", 2 * m_hovered.reach}};
    const auto index = static_cast<std::size_t>(m_hovered.index);
    if (m_hovered.what == Target::What::Control) {
        tip.insert({{"title", tr("Control plane")},
                    {"status", m_controlText},
                    {"color", m_controlTone == QLatin1StringView("good") ? m_colors.good : m_colors.bad}});
    } else if (m_hovered.what == Target::What::Region) {
        const Region& region = m_bodies.regions()[index];
        tip.insert({{"title", tr("%n machines on the far side", nullptr, region.machines)},
                    {"status", tr("%n pods", nullptr, region.pods)},
                    {"color", region.trouble ? m_colors.bad : m_colors.good},
                    {"detail", tr("Click to turn to them")}});
    } else if (m_hovered.what == Target::What::Machine) {
        const MachineBody& machine = m_bodies.machines()[index];
        const QColor tones[] = {m_colors.good, m_colors.warning, m_colors.bad, m_colors.quiet};
        const auto tone = static_cast<std::size_t>(machine.tone);
        const QString pods = machine.capacity > 0 ? tr("%1 of %2 pods").arg(machine.moons.size()).arg(machine.capacity)
                                                  : tr("%n pods", nullptr, static_cast<int>(machine.moons.size()));
        tip.insert({{"title", QString::fromStdString(machine.name)},
                    {"status", toneWord(machine.tone) + QStringLiteral("  ·  ") + pods},
                    {"color", tones[tone]},
                    {"detail", tr("Requested: processors %1 %, memory %2 %")
                                   .arg(qRound(machine.cpuShare * 100))
                                   .arg(qRound(machine.memoryShare * 100))}});
    } else {
        const int dot = m_model->indexOfKey(keyOf(m_hovered).toStdString());
        if (dot < 0) return {};
        const PodDot& pod = m_model->dots()[static_cast<std::size_t>(dot)];
        tip.insert(m_model->describe(pod));
        tip.insert(QStringLiteral("color"), m_colors.state(static_cast<int>(pod.state)));
    }
    return tip;
}

bool SphereView::reveal(const QString& resource, const QString& key) {
    takeChanges();
    const std::string name = key.toStdString();
    const int machine = resource == kNode ? m_bodies.machineNamed(name) : m_bodies.machineOfPod(name);
    const bool waits = resource == kPod && std::ranges::contains(m_bodies.waiting(), name, &Moon::key);
    if (machine < 0 && !waits) return false;
    select(resource, key);
    if (machine < 0) return true;
    const MachineBody& body = m_bodies.machines()[static_cast<std::size_t>(machine)];
    Camera camera = m_camera.facing(body.place);
    const double room = m_bodies.room() * camera.project({0, 0, -1}).scale;
    if (resource == kPod && detailOf(room, body.moonSize) != Detail::Moons)
        camera.zoom = std::clamp(camera.zoom * kTellingRoom / std::max(room, 0.1), camera.zoom, Camera::kNearest);
    turnTo(camera);
    return true;
}

void SphereView::fit() {
    Camera camera;
    camera.view = m_camera.view;
    camera.yaw = m_camera.yaw + std::remainder(camera.yaw - m_camera.yaw, 2 * M_PI);
    turnTo(camera);
}

void SphereView::turnTo(const Camera& camera) {
    m_turnFrom = m_camera;
    m_turnTo = camera;
    m_turn = 0;
    m_velocity = {};
    redraw();
}

void SphereView::turnBy(double yaw, double pitch) {
    Camera camera = m_turn < 1 ? m_turnTo : m_camera;
    camera.yaw += yaw;
    camera.pitch = std::clamp(camera.pitch + pitch, -Camera::kSteepest, Camera::kSteepest);
    turnTo(camera);
}

void SphereView::zoomBy(double factor) {
    m_turnTo.zoom = m_camera.zoom = std::clamp(m_camera.zoom * factor, Camera::kFarthest, Camera::kNearest);
    emit cameraChanged();
    redraw();
}

QPointF SphereView::pointOf(const QString& resource, const QString& key) const {
    const auto found = std::ranges::find_if(
        m_targets, [&](const Target& target) { return resourceOf(target) == resource && keyOf(target) == key; });
    return found == m_targets.end() ? QPointF() : found->at;
}

bool SphereView::advance(double seconds, double byItself) {
    takeChanges();
    m_camera.view = size();
    bool moving = false;
    if (m_turn < 1) {
        m_turn = std::min(1.0, m_turn + seconds / kTurnSeconds);
        const double t = 1 - std::pow(1 - m_turn, 3);
        m_camera.yaw = m_turnFrom.yaw + (m_turnTo.yaw - m_turnFrom.yaw) * t;
        m_camera.pitch = m_turnFrom.pitch + (m_turnTo.pitch - m_turnFrom.pitch) * t;
        m_camera.zoom = m_turnFrom.zoom * std::pow(m_turnTo.zoom / m_turnFrom.zoom, t);
        emit cameraChanged();
        moving = m_turn < 1;
    } else if (!m_turning && !m_velocity.isNull()) {
        m_camera.drag(m_velocity * seconds);
        m_velocity *= std::exp(-kFriction * seconds);
        if (std::hypot(m_velocity.x(), m_velocity.y()) < kStill || !isAnimated()) m_velocity = {};
        emit cameraChanged();
        moving = !m_velocity.isNull();
    }
    m_room += (m_bodies.room() - m_room) * (1 - std::exp(-byItself / kFollowSeconds));
    if (std::abs(m_room - m_bodies.room()) < 1e-4)
        m_room = m_bodies.room();
    else
        moving = true;
    return moving;
}

SphereView::Target SphereView::targetAt(QPointF point) const {
    // What was drawn last lies in front; pods are small, so that they are met a little beside themselves too.
    for (auto target = m_targets.rbegin(); target != m_targets.rend(); ++target) {
        const QPointF away = target->at - point;
        if (std::hypot(away.x(), away.y()) <= target->reach) return *target;
    }
    return {};
}

void SphereView::hover(QPointF at) {
    const Target now = targetAt(at);
    const bool same = now.what == m_hovered.what && now.index == m_hovered.index && now.moon == m_hovered.moon;
    m_hovered = now;
    if (same) return;
    pointed(now.what == Target::What::Nothing || now.what == Target::What::Control ? Qt::ArrowCursor
                                                                                   : Qt::PointingHandCursor);
}

void SphereView::mousePressEvent(QMouseEvent* event) {
    takePress(event->position());
    m_lastAt = m_pressedAt;
    m_pressed = targetAt(m_pressedAt);
    m_velocity = {};
    m_turn = 1;
    m_sinceMove.start();
    if (event->button() != Qt::RightButton) return;
    const Target target = std::exchange(m_pressed, {});
    wantMenu(resourceOf(target), keyOf(target), event->position());
}

void SphereView::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton)) return;
    m_pointer = event->position();
    if (!m_turning && !m_dragging) {
        if (!isDrag()) return;
        const bool pod = m_pressed.what == Target::What::Moon || m_pressed.what == Target::What::Waiting;
        m_dragging = pod;
        m_turning = !pod;
        if (pod) emit carried(resourceOf(m_pressed), keyOf(m_pressed));
        setKeepMouseGrab(true);
        setCursor(Qt::ClosedHandCursor);
        emit hoveredChanged();
    }
    if (m_turning) {
        const QPointF way = m_pointer - m_lastAt;
        const double seconds = std::max(static_cast<double>(m_sinceMove.nsecsElapsed()) / 1e9, 0.002);
        m_sinceMove.start();
        m_camera.drag(way);
        // Smoothed: single events are ragged.
        m_velocity = 0.6 * m_velocity + 0.4 * way / seconds;
        emit cameraChanged();
    }
    m_lastAt = m_pointer;
    redraw();
}

void SphereView::mouseReleaseEvent(QMouseEvent* event) {
    const Target pressed = std::exchange(m_pressed, {});
    setKeepMouseGrab(false);
    unsetCursor();
    if (event->button() == Qt::RightButton) return;
    if (std::exchange(m_turning, false)) {
        // Who stopped before letting go wants it to stay.
        if (!isAnimated() || m_sinceMove.elapsed() > 60) m_velocity = {};
        return redraw();
    }
    if (std::exchange(m_dragging, false)) {
        const Target target = targetAt(event->position());
        int machine = target.what == Target::What::Machine || target.what == Target::What::Moon ? target.index : -1;
        if (m_movable && machine >= 0 && contains(event->position()))
            emit dropped(keyOf(pressed),
                         QString::fromStdString(m_bodies.machines()[static_cast<std::size_t>(machine)].name));
        return redraw();
    }
    if (pressed.what == Target::What::Region) {
        Camera camera = m_camera.facing(m_bodies.regions()[static_cast<std::size_t>(pressed.index)].place);
        return turnTo(camera);
    }
    const QString resource = resourceOf(pressed), key = keyOf(pressed);
    select(resource, key);
    if (!key.isEmpty()) emit activated(resource, key);
}

void SphereView::mouseUngrabEvent() {
    m_pressed = {};
    m_turning = m_dragging = false;
    m_velocity = {};
    unsetCursor();
    redraw();
}

void SphereView::wheelEvent(QWheelEvent* event) {
    zoomBy(wheelFactor(*event));
}

/// To the next machine, in the order of their names; past the last one the focus goes on.
void SphereView::step(int by) {
    const int count = static_cast<int>(m_bodies.machines().size());
    const std::string name = m_selectedKey.toStdString();
    int at = m_selectedResource == kNode ? m_bodies.machineNamed(name) : m_bodies.machineOfPod(name);
    at = at < 0 ? (by > 0 ? 0 : count - 1) : at + by;
    if (at >= 0 && at < count)
        reveal(kNode, QString::fromStdString(m_bodies.machines()[static_cast<std::size_t>(at)].name));
}

/// To the next pod of the machine, or of those that wait.
void SphereView::stepPod(int by) {
    const std::string name = m_selectedKey.toStdString();
    const int machine = m_selectedResource == kNode ? m_bodies.machineNamed(name) : m_bodies.machineOfPod(name);
    const auto& pods = machine < 0 ? m_bodies.waiting() : m_bodies.machines()[static_cast<std::size_t>(machine)].moons;
    if (pods.empty()) return;
    const auto found = std::ranges::find(pods, name, &Moon::key);
    const auto count = static_cast<int>(pods.size());
    const int at =
        found == pods.end() ? (by > 0 ? 0 : count - 1) : (static_cast<int>(found - pods.begin()) + by + count) % count;
    reveal(kPod, QString::fromStdString(pods[static_cast<std::size_t>(at)].key));
}

void SphereView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return turnBy(-kKeyTurn, 0);
        case Qt::Key_Right:
            return turnBy(kKeyTurn, 0);
        case Qt::Key_Up:
            return turnBy(0, -kKeyTurn);
        case Qt::Key_Down:
            return turnBy(0, kKeyTurn);
        case Qt::Key_Tab:
        case Qt::Key_Backtab: {
            const int by = event->key() == Qt::Key_Tab ? 1 : -1;
            const auto& machines = m_bodies.machines();
            if (machines.empty()) break;
            const std::string& last = (by > 0 ? machines.back() : machines.front()).name;
            if (m_selectedResource == kNode && m_selectedKey == QString::fromStdString(last)) break;
            return step(by);
        }
        case Qt::Key_PageDown:
        case Qt::Key_J:
            return stepPod(1);
        case Qt::Key_PageUp:
        case Qt::Key_K:
            return stepPod(-1);
        case Qt::Key_Home:
            return fit();
        default:
            break;
    }
    SceneView::keyPressEvent(event);
}

}  // namespace armillary::app

// What the sphere looks like.
#include <algorithm>
#include <cmath>

#include "sphere_view.h"

namespace armillary::app {

namespace {

constexpr int kCircleSteps = 96;
constexpr double kObliquity = 23.44 * M_PI / 180;  // of the ecliptic: what makes it an armillary sphere
constexpr double kPolar = M_PI / 2 - kObliquity;
constexpr double kRingInner = 1.36, kRingOuter = 1.44;  // of the sphere's radius at rest
constexpr std::size_t kMostBeads = 60;
// More machines than this, and the far half is shown by regions.
constexpr std::size_t kAllDrawn = 600;
constexpr double kBody = 0.34;  // of a machine's room
constexpr double kLabelRoom = 20, kDetailRoom = 40;
constexpr int kMostLabels = 26, kFewLabels = 7;
constexpr std::size_t kFewMachines = 12;
constexpr double kNameSize = 12, kSmallSize = 11;
constexpr double kWarningShare = 0.75, kBadShare = 0.9;

/// 1 in front, less the farther behind.
double presenceAt(double depth) {
    return std::clamp(0.64 - 0.36 * depth, 0.2, 1.0);
}

QPointF around(QPointF centre, double radius, double angle) {
    return centre + radius * QPointF(std::sin(angle), -std::cos(angle));
}

}  // namespace

void SphereView::draw(Scene& scene) {
    m_targets.clear();
    if (!m_model || width() < 40 || height() < 40) return;
    drawRing(scene);
    drawSphereLines(scene, false);
    if (m_bodies.machines().size() > kAllDrawn) drawRegions(scene);
    drawMachines(scene);
    drawLabels(scene);
    drawDrag(scene);
}

/// The ring that it hangs in: fixed, divided as instruments are. What waits for a machine is strung on its lowest part.
void SphereView::drawRing(Scene& scene) {
    const QPointF middle(width() / 2, height() / 2);
    Camera rest = m_camera;
    rest.zoom = 1;
    const double radius = rest.radius(), inner = kRingInner * radius, outer = kRingOuter * radius;
    const double strength = m_camera.zoom > 1.25 ? 0.35 : 1;
    scene.ring(middle, inner, 1, withAlpha(m_colors.line, strength));
    scene.ring(middle, outer, 1, withAlpha(m_colors.quiet, 0.55 * strength));
    for (int degree = 0; degree < 360; degree += 5) {
        const double angle = degree * M_PI / 180;
        const double length = degree % 30 == 0 ? 1 : degree % 10 == 0 ? 0.55 : 0.3;
        const double from = outer - (outer - inner) * length;
        scene.line({{around(middle, from, angle)}, {around(middle, outer, angle)}}, 1,
                   withAlpha(m_colors.quiet, (degree % 30 == 0 ? 0.6 : 0.3) * strength));
    }

    const auto& waiting = m_bodies.waiting();
    if (waiting.empty()) return;
    const double orbit = (inner + outer) / 2, bead = std::clamp((outer - inner) * 0.3, 3.0, 6.5);
    const std::size_t shown = std::min(waiting.size(), kMostBeads);
    const double apart = 2.5 * bead / orbit, span = apart * static_cast<double>(shown);
    const double start = 180 - (span / 2 + apart) * 180 / M_PI, whole = (span + 2 * apart) * 180 / M_PI;
    scene.arc(middle, orbit, outer - inner, start, whole, m_colors.sunk(m_colors.warning, 0.16));
    for (std::size_t i = 0; i < shown; ++i) {
        // From left to right, as one reads.
        const double angle = M_PI + span / 2 - apart * (static_cast<double>(i) + 0.5);
        const QPointF at = around(middle, orbit, angle);
        if (isSelected(waiting[i])) scene.ring(at, bead + 3, 2, m_colors.text);
        scene.disc(at, bead, colorOf(waiting[i], 1));
        m_targets.push_back({Target::What::Waiting, static_cast<int>(i), -1, at, bead + 2});
    }
    const QString label = tr("Waiting for a machine: %1").arg(waiting.size());
    scene.text(QPointF(middle.x(), std::min(middle.y() + outer + 13, height() - 9)), label, kNameSize, m_colors.warning,
               Scene::Align::Middle, true);
}

void SphereView::drawSphereLines(Scene& scene, bool front) const {
    const auto draw = [&](const std::vector<Place3>& places, double width, const QColor& color, double strength) {
        // Only the half that is wanted; it fades where it passes from one to the other.
        std::vector<Scene::Point> run;
        const auto flush = [&] {
            scene.line(run, width, color);
            run.clear();
        };
        for (std::size_t i = 0; i <= places.size(); ++i) {
            const Camera::Seen seen = m_camera.look(places[i % places.size()]);
            const bool here = (seen.depth <= 0) == front;
            if (here && run.empty() && i > 0) {
                // Where the other half ends, so that no gap is left between them.
                const Camera::Seen before = m_camera.look(places[i - 1]);
                run.push_back({before.at, static_cast<float>(strength * 0.5)});
            }
            if (here)
                run.push_back({seen.at, static_cast<float>(strength *
                                                           (front ? 0.5 - 0.5 * seen.depth : 0.5 - 0.3 * seen.depth))});
            else
                flush();
        }
        flush();
    };
    const QColor& fine = m_colors.quiet;
    draw(circleOnSphere(0, 0, kCircleSteps), 1.4, fine, 0.8);
    for (const double sign : {-1.0, 1.0}) {
        draw(circleOnSphere(sign * kObliquity, 0, kCircleSteps), 1, fine, 0.4);
        draw(circleOnSphere(sign * kPolar, 0, kCircleSteps), 1, fine, 0.4);
        // The zodiac's band along the ecliptic.
        draw(circleOnSphere(sign * 0.06, kObliquity, kCircleSteps), 1.4, m_colors.accent, 0.7);
    }
    for (int i = 0; i < 2; ++i) draw(meridian(i * M_PI / 2, kCircleSteps), 1, fine, 0.5);
    // The axis ends in a knob above and below.
    for (const double sign : {-1.0, 1.0}) {
        const Camera::Seen pole = m_camera.look({0, sign, 0}), knob = m_camera.look({0, sign * 1.1, 0});
        if ((pole.depth <= 0) != front) continue;
        const QColor color = m_colors.sunk(m_colors.quiet, 0.4 + 0.5 * presenceAt(pole.depth));
        scene.line({{pole.at}, {knob.at}}, 2, color);
        scene.disc(knob.at, 3.5, color);
    }
}

void SphereView::drawControlPlane(Scene& scene) {
    const Camera::Seen seen = m_camera.look({});
    const double radius = std::clamp(0.085 * seen.scale, 9.0, 46.0);
    const QColor tone = m_controlTone == QLatin1StringView("good")      ? m_colors.good
                        : m_controlTone == QLatin1StringView("warning") ? m_colors.warning
                                                                        : m_colors.bad;
    scene.glow(seen.at, radius * 3.2, withAlpha(m_colors.accent, 0.22));
    scene.disc(seen.at, radius, m_colors.sunk(m_colors.accent, 0.24));
    scene.ring(seen.at, radius, 1.6, m_colors.accent);
    // A small armillary sphere of its own.
    std::vector<Scene::Point> ellipse, upright;
    for (int step = 0; step < 40; ++step) {
        const double angle = 2 * M_PI * step / 40;
        ellipse.push_back({seen.at + radius * QPointF(std::cos(angle), 0.36 * std::sin(angle))});
        upright.push_back({seen.at + radius * QPointF(0.4 * std::cos(angle), std::sin(angle))});
    }
    scene.line(ellipse, 1.2, m_colors.accent, true);
    scene.line(upright, 1.2, withAlpha(m_colors.accent, 0.6), true);
    scene.disc(seen.at, radius * 0.2, tone);
    m_targets.push_back({Target::What::Control, 0, -1, seen.at, radius});
}

/// Many machines on the far side are seen as what they come to in a region.
void SphereView::drawRegions(Scene& scene) {
    const auto& regions = m_bodies.regions();
    int most = 1;
    for (const Region& region : regions) most = std::max(most, region.machines);
    for (std::size_t i = 0; i < regions.size(); ++i) {
        const Region& region = regions[i];
        if (region.machines == 0) continue;
        const Camera::Seen seen = m_camera.look(region.place);
        if (seen.depth <= 0.12) continue;
        const double radius = 0.075 * seen.scale * std::sqrt(static_cast<double>(region.machines) / most);
        const double presence = std::min(1.0, (seen.depth - 0.12) * 5) * 0.3;
        const bool pointed = m_hovered.what == Target::What::Region && m_hovered.index == static_cast<int>(i);
        scene.disc(seen.at, radius,
                   m_colors.sunk(region.trouble ? m_colors.bad : m_colors.good, pointed ? 0.5 : presence));
        m_targets.push_back({Target::What::Region, static_cast<int>(i), -1, seen.at, radius});
    }
}

void SphereView::drawMachines(Scene& scene) {
    const auto& machines = m_bodies.machines();
    const bool many = machines.size() > kAllDrawn;
    struct Item {
        int index;
        Camera::Seen seen;
    };
    std::vector<Item> items;
    items.reserve(machines.size());
    const QRectF seenArea = boundingRect();
    for (std::size_t i = 0; i < machines.size(); ++i) {
        const Camera::Seen seen = m_camera.look(machines[i].place);
        if (many && seen.depth > 0.12) continue;
        const double room = m_room * seen.scale;
        if (!seenArea.adjusted(-room, -room, room, room).contains(seen.at)) continue;
        items.push_back({static_cast<int>(i), seen});
    }
    std::ranges::sort(items, std::greater(), [](const Item& item) { return item.seen.depth; });
    auto next = items.begin();
    for (; next != items.end() && next->seen.depth > 0; ++next) drawMachine(scene, next->index, next->seen);
    drawControlPlane(scene);
    drawSphereLines(scene, true);
    for (; next != items.end(); ++next) drawMachine(scene, next->index, next->seen);
}

void SphereView::drawMachine(Scene& scene, int index, const Camera::Seen& seen) {
    const MachineBody& machine = m_bodies.machines()[static_cast<std::size_t>(index)];
    const double room = m_room * seen.scale, presence = presenceAt(seen.depth);
    const bool holdsSelected = !m_selectedPod.empty() && m_bodies.machineOfPod(m_selectedPod) == index;
    const bool pointed = m_hovered.what == Target::What::Machine && m_hovered.index == index;
    const Detail detail = detailOf(room, machine.moonSize);
    m_targets.push_back(
        {Target::What::Machine, index, -1, seen.at, detail == Detail::Point ? std::max(room, 4.0) : room});
    if (detail == Detail::Point) {
        const QColor worst = machine.hasFailing() || machine.tone == MachineTone::NotReady ? m_colors.bad
                             : machine.tone == MachineTone::Cordoned                       ? m_colors.warning
                             : machine.tone == MachineTone::Unknown                        ? m_colors.quiet
                                                                                           : m_colors.good;
        const bool byWorkload = m_colorByWorkload && !machine.workloads.empty();
        const QColor color = byWorkload ? m_colors.workload(machine.workloads.front().first) : worst;
        scene.disc(seen.at, std::max(1.4, 0.62 * room), m_colors.sunk(color, presence));
        if (pointed || isSelected(machine) || holdsSelected)
            scene.ring(seen.at, std::max(6.0, room + 3), 2, m_colors.text);
        return;
    }
    drawBody(scene, machine, seen.at, kBody * room, presence);
    if (detail == Detail::Moons)
        drawMoons(scene, index, seen.at, room, presence);
    else
        drawSlices(scene, machine, seen.at, room, presence);
    if (isSelected(machine) || (holdsSelected && detail != Detail::Moons))
        scene.ring(seen.at, 1.06 * room + 2, 2, m_colors.text);
    else if (pointed)
        scene.ring(seen.at, 1.06 * room + 2, 1, withAlpha(m_colors.text, 0.5));
}

/// The machine itself, with what is requested of it: processors on the left, memory on the right, from below upwards.
void SphereView::drawBody(Scene& scene, const MachineBody& machine, QPointF at, double radius, double presence) const {
    const QColor tones[] = {m_colors.good, m_colors.warning, m_colors.bad, m_colors.quiet};
    const QColor tone = m_colors.sunk(tones[static_cast<std::size_t>(machine.tone)], presence);
    scene.disc(at, radius, m_colors.sunk(m_colors.raised, 0.4 + 0.6 * presence));
    const double width = std::clamp(radius * 0.24, 1.5, 5.0), gauge = radius - width / 2;
    const auto arc = [&](bool left, double share, const QColor& color) {
        const double span = 160 * std::clamp(share, 0.0, 1.0);
        scene.arc(at, gauge, width, left ? 190 : 170 - span, span, color);
    };
    const auto pressure = [&](double share) {
        return m_colors.sunk(share > kBadShare       ? m_colors.bad
                             : share > kWarningShare ? m_colors.warning
                                                     : m_colors.accent,
                             presence);
    };
    const QColor track = m_colors.sunk(m_colors.line, 0.3 + 0.7 * presence);
    for (const bool left : {true, false}) {
        const double share = left ? machine.cpuShare : machine.memoryShare;
        arc(left, 1, track);
        if (share > 0) arc(left, std::max(share, 0.02), pressure(share));
    }
    // Its health: a mark as well as a colour.
    const double mark = radius * 0.3;
    switch (machine.tone) {
        case MachineTone::Fine:
            scene.disc(at, mark * 0.75, tone);
            break;
        case MachineTone::Cordoned:
            for (const double side : {-1.0, 1.0})
                scene.box(QRectF(at.x() + side * mark * 0.55 - mark * 0.28, at.y() - mark, mark * 0.56, 2 * mark), 1,
                          tone);
            break;
        case MachineTone::NotReady:
            scene.line({{at + QPointF(-mark, -mark)}, {at + QPointF(mark, mark)}}, mark * 0.55, tone);
            scene.line({{at + QPointF(-mark, mark)}, {at + QPointF(mark, -mark)}}, mark * 0.55, tone);
            scene.ring(at, radius + 1.5, 2, tone);
            break;
        case MachineTone::Unknown:
            scene.ring(at, mark * 0.7, std::max(1.0, mark * 0.3), tone);
            break;
    }
}

void SphereView::drawMoons(Scene& scene, int index, QPointF at, double room, double presence) {
    const MachineBody& machine = m_bodies.machines()[static_cast<std::size_t>(index)];
    for (const double orbit : machine.orbits)
        scene.ring(at, orbit * room, 1, m_colors.sunk(m_colors.line, 0.75 * presence));
    for (std::size_t i = 0; i < machine.moons.size(); ++i) {
        const Moon& moon = machine.moons[i];
        const QPointF place = around(at, moon.orbit * room, moon.angle);
        const double radius = std::max(1.5, moon.size * room);
        const bool pointed =
            m_hovered.what == Target::What::Moon && m_hovered.index == index && m_hovered.moon == static_cast<int>(i);
        if (isSelected(moon)) scene.ring(place, radius + 3, 2, m_colors.text);
        scene.disc(place, pointed ? radius * 1.25 : radius, colorOf(moon, presence));
        // What fails is hollow as well as red.
        if (moon.state == PodState::Failing && radius > 2.5)
            scene.disc(place, radius * 0.45, m_colors.sunk(m_colors.background, 1));
        m_targets.push_back({Target::What::Moon, index, static_cast<int>(i), place, radius + 1.5});
    }
}

/// Its pods by state or workload, as shares of a ring: where they could not be told apart.
void SphereView::drawSlices(Scene& scene, const MachineBody& machine, QPointF at, double room, double presence) const {
    std::vector<std::pair<QColor, int>> slices;
    if (m_colorByWorkload)
        for (const auto& [workload, count] : machine.workloads) slices.emplace_back(m_colors.workload(workload), count);
    else
        for (std::size_t state = 0; state < machine.states.size(); ++state)
            if (machine.states[state] > 0)
                slices.emplace_back(m_colors.state(static_cast<int>(state)), machine.states[state]);
    const double orbit = 0.76 * room, width = std::max(2.0, 0.28 * room);
    const auto all = static_cast<double>(machine.moons.size());
    const double gap = slices.size() > 1 ? 5 : 0;
    double start = 0;
    for (const auto& [color, count] : slices) {
        const double span = 360 * count / all;
        scene.arc(at, orbit, width, start + gap / 2, std::max(span - gap, 2.0), m_colors.sunk(color, presence));
        start += span;
    }
}

QColor SphereView::colorOf(const Moon& moon, double presence) const {
    if (!m_colorByWorkload) return m_colors.sunk(m_colors.state(static_cast<int>(moon.state)), presence);
    return m_colors.sunk(m_colors.workload(moon.workload), moon.state == PodState::Running ? presence : 0.5 * presence);
}

/// Names of the machines in front, the nearest first, and none over another.
void SphereView::drawLabels(Scene& scene) const {
    struct Label {
        int index;
        Camera::Seen seen;
        bool wanted;
    };
    std::vector<Label> labels;
    // Where there are few, those behind have their names too.
    const double deepest = m_bodies.machines().size() <= kFewMachines ? 1 : 0.1;
    const int focused = m_selectedPod.empty() ? -1 : m_bodies.machineOfPod(m_selectedPod);
    for (const Target& target : m_targets) {
        if (target.what != Target::What::Machine) continue;
        const MachineBody& machine = m_bodies.machines()[static_cast<std::size_t>(target.index)];
        const Camera::Seen seen = m_camera.look(machine.place);
        const bool wanted = isSelected(machine) || target.index == focused ||
                            (m_hovered.what == Target::What::Machine && m_hovered.index == target.index);
        if (wanted || seen.depth < deepest) labels.push_back({target.index, seen, wanted});
    }
    const auto rank = [](const Label& label) { return label.wanted ? label.seen.depth - 10 : label.seen.depth; };
    const auto most = std::min<std::size_t>(labels.size(), 200);
    std::ranges::partial_sort(labels, labels.begin() + static_cast<std::ptrdiff_t>(most), {}, rank);
    labels.resize(most);

    std::vector<QRectF> taken;
    const Camera::Seen middle = m_camera.look({});
    const double radius = std::clamp(0.085 * middle.scale, 9.0, 46.0);
    const auto place = [&](QPointF at, const QString& text, double size, bool strong, const QColor& color, bool force) {
        const double width = Scene::widthOf(text, size, strong);
        const QRectF rect(at.x() - width / 2 - 3, at.y() - size * 0.65, width + 6, size * 1.3);
        if (!force && std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(rect); }))
            return false;
        taken.push_back(rect);
        scene.text(at, text, size, color, Scene::Align::Middle, strong);
        return true;
    };
    int names = 0;
    const auto nameMachine = [&](const Label& label) {
        const MachineBody& machine = m_bodies.machines()[static_cast<std::size_t>(label.index)];
        const double room = m_room * label.seen.scale, presence = presenceAt(label.seen.depth);
        if (!label.wanted && (names >= kMostLabels || (room < kLabelRoom && names >= kFewLabels))) return;
        const QPointF at = label.seen.at + QPointF(0, std::max(room, 6.0) + 10);
        const QString name = Scene::elided(QString::fromStdString(machine.name), 180, kNameSize, true);
        if (!place(at, name, kNameSize, true, m_colors.sunk(m_colors.text, std::max(presence, 0.7)), false)) return;
        ++names;
        if (room < kDetailRoom) return;
        const QString pods = machine.capacity > 0 ? tr("%1 of %2 pods").arg(machine.moons.size()).arg(machine.capacity)
                                                  : tr("%n pods", nullptr, static_cast<int>(machine.moons.size()));
        const QString state = machine.tone == MachineTone::NotReady   ? tr("not ready, ")
                              : machine.tone == MachineTone::Cordoned ? tr("cordoned, ")
                                                                      : QString();
        place(at + QPointF(0, 16), state + pods, kSmallSize, false,
              m_colors.sunk(machine.tone == MachineTone::NotReady ? m_colors.bad : m_colors.muted,
                            std::max(presence, 0.75)),
              false);
    };
    auto next = labels.begin();
    for (; next != labels.end() && next->wanted; ++next) nameMachine(*next);
    place(middle.at + QPointF(0, radius + 12), tr("Control plane"), kNameSize, true, m_colors.text, false);
    place(middle.at + QPointF(0, radius + 28), m_controlText, kSmallSize, false,
          m_controlTone == QLatin1StringView("good") ? m_colors.muted : m_colors.bad, false);
    for (; next != labels.end(); ++next) nameMachine(*next);
}

void SphereView::drawDrag(Scene& scene) const {
    if (!m_dragging || m_pressed.what == Target::What::Nothing) return;
    const Target over = targetAt(m_pointer);
    if (over.what == Target::What::Machine || over.what == Target::What::Moon) {
        const MachineBody& machine = m_bodies.machines()[static_cast<std::size_t>(over.index)];
        const Camera::Seen seen = m_camera.look(machine.place);
        scene.ring(seen.at, 1.06 * m_room * seen.scale + 3, 2.5, m_colors.accent);
        scene.text(m_pointer + QPointF(14, -14), tr("Pin to %1").arg(QString::fromStdString(machine.name)), kNameSize,
                   m_colors.text, Scene::Align::Left, true);
    }
    scene.disc(m_pointer, 7, withAlpha(m_colors.accent, 0.9));
}

}  // namespace armillary::app

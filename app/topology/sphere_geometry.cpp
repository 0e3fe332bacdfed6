#include "sphere_geometry.h"

#include <algorithm>
#include <cmath>

namespace armillary::app {

namespace {
// Powers of the plastic number's inverse: the two-dimensional relative of the golden section.
constexpr double kFirst = 0.7548776662466927, kSecond = 0.5698402909980532;
// Poles stay free: there the axis ends, and labels would meet.
constexpr double kHighest = 0.9;
constexpr double kViewer = 3.4;         // how far the eye is from the middle, in radii
constexpr double kRadiusShare = 0.315;  // of the view's shorter side
}  // namespace

Place3 placeOnSphere(int number) {
    double whole = 0;
    const double along = std::modf(0.5 + number * kFirst, &whole), around = std::modf(number * kSecond, &whole);
    const double y = kHighest * (1 - 2 * along);
    const double ring = std::sqrt(1 - y * y), angle = 2 * M_PI * around;
    // Number 0 in front: a cluster of one machine shows it.
    return {ring * std::sin(angle), y, -ring * std::cos(angle)};
}

void PlaceKeeper::keep(const std::vector<std::string>& names) {
    const std::set<std::string> wanted(names.begin(), names.end());
    std::erase_if(m_taken, [&](const auto& taken) {
        if (wanted.contains(taken.first)) return false;
        m_free.insert(taken.second);
        return true;
    });
    for (const std::string& name : names) {
        if (m_taken.contains(name)) continue;
        const int number = m_free.empty() ? most() : *m_free.begin();
        m_free.erase(number);
        m_taken[name] = number;
    }
    while (!m_free.empty() && *m_free.rbegin() == most() - 1) m_free.erase(std::prev(m_free.end()));
}

int PlaceKeeper::numberOf(const std::string& name) const {
    const auto found = m_taken.find(name);
    return found == m_taken.end() ? -1 : found->second;
}

Place3 Camera::turned(const Place3& place) const {
    const double x = place.x * std::cos(yaw) - place.z * std::sin(yaw);
    const double z = place.x * std::sin(yaw) + place.z * std::cos(yaw);
    return {x, place.y * std::cos(pitch) + z * std::sin(pitch), -place.y * std::sin(pitch) + z * std::cos(pitch)};
}

double Camera::radius() const {
    return kRadiusShare * std::min(view.width(), view.height()) * zoom;
}

Camera::Seen Camera::project(const Place3& turned) const {
    const double scale = radius() * kViewer / (kViewer + turned.z);
    return {.at = {view.width() / 2 + turned.x * scale, view.height() / 2 - turned.y * scale},
            .scale = scale,
            .depth = turned.z};
}

void Camera::drag(QPointF pixels) {
    const double reach = std::max(radius(), 1.0) * kViewer / (kViewer - 1);
    yaw += pixels.x() / reach;
    pitch = std::clamp(pitch + pixels.y() / reach, -kSteepest, kSteepest);
}

Camera Camera::facing(const Place3& place) const {
    Camera camera = *this;
    // Turned by yaw, a place lies in the plane x = 0, in front.
    const double wanted = std::atan2(place.x, place.z) + M_PI;
    camera.yaw = yaw + std::remainder(wanted - yaw, 2 * M_PI);
    camera.pitch = std::clamp(std::asin(std::clamp(place.y, -1.0, 1.0)), -kSteepest, kSteepest);
    return camera;
}

std::vector<Place3> circleOnSphere(double latitude, double tilt, int steps, double radius) {
    std::vector<Place3> points;
    points.reserve(static_cast<std::size_t>(steps));
    const double y = radius * std::sin(latitude), ring = radius * std::cos(latitude);
    for (int step = 0; step < steps; ++step) {
        const double angle = 2 * M_PI * step / steps;
        const double x = ring * std::cos(angle);
        points.push_back(
            {x * std::cos(tilt) - y * std::sin(tilt), x * std::sin(tilt) + y * std::cos(tilt), ring * std::sin(angle)});
    }
    return points;
}

std::vector<Place3> meridian(double longitude, int steps, double radius) {
    std::vector<Place3> points;
    points.reserve(static_cast<std::size_t>(steps));
    for (int step = 0; step < steps; ++step) {
        const double angle = 2 * M_PI * step / steps;
        points.push_back({radius * std::cos(angle) * std::cos(longitude), radius * std::sin(angle),
                          radius * std::cos(angle) * std::sin(longitude)});
    }
    return points;
}

}  // namespace armillary::app

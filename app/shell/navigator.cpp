#include "navigator.h"

namespace armillary::app {

namespace {
constexpr std::size_t kMostPlaces = 200;
const QString kExplorer = QStringLiteral("explorer");
}  // namespace

void Navigator::visit(Place place) {
    if (place == here()) return;
    m_places.resize(m_at + 1);
    if (m_places.size() == kMostPlaces) m_places.erase(m_places.begin());
    m_places.push_back(std::move(place));
    m_at = m_places.size() - 1;
    emit changed();
}

void Navigator::go(const QString& page) {
    visit({page, resource(), {}, {}});
}

void Navigator::browse(const QString& resource) {
    visit({kExplorer, resource, {}, {}});
}

void Navigator::open(const QString& resource, const QString& key) {
    visit({page(), this->resource(), resource, key});
}

void Navigator::close() {
    visit({page(), resource(), {}, {}});
}

void Navigator::back() {
    if (!canGoBack()) return;
    --m_at;
    emit changed();
}

void Navigator::forward() {
    if (!canGoForward()) return;
    ++m_at;
    emit changed();
}

void Navigator::swap() {
    if (canGoForward())
        forward();
    else
        back();
}

}  // namespace armillary::app

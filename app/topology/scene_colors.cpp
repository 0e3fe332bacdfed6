#include "scene_colors.h"

#include <initializer_list>
#include <utility>

namespace armillary::app {

namespace {

QList<QColor> listOf(const QVariant& value) {
    QList<QColor> colors;
    for (const QVariant& color : value.toList()) colors << color.value<QColor>();
    return colors;
}

}  // namespace

SceneColors SceneColors::from(const QVariantMap& map) {
    SceneColors colors;
    for (const auto& [name, color] :
         std::initializer_list<std::pair<const char*, QColor*>>{{"background", &colors.background},
                                                                {"surface", &colors.surface},
                                                                {"raised", &colors.raised},
                                                                {"line", &colors.line},
                                                                {"text", &colors.text},
                                                                {"muted", &colors.muted},
                                                                {"accent", &colors.accent},
                                                                {"good", &colors.good},
                                                                {"warning", &colors.warning},
                                                                {"bad", &colors.bad},
                                                                {"quiet", &colors.quiet}})
        if (const auto found = map.find(QLatin1StringView(name)); found != map.end()) *color = found->value<QColor>();
    colors.states = listOf(map.value(QStringLiteral("states")));
    colors.workloads = listOf(map.value(QStringLiteral("workloads")));
    return colors;
}

QColor SceneColors::sunk(const QColor& color, double presence) const {
    const auto mix = [&](int below, int above) { return qRound(below + (above - below) * presence); };
    return {mix(background.red(), color.red()), mix(background.green(), color.green()),
            mix(background.blue(), color.blue())};
}

QColor withAlpha(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(color.alphaF() * alpha));
    return color;
}

}  // namespace armillary::app

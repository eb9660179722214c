"""Extract quantitative targets: indicator, relation, value, unit, scope and deadline."""

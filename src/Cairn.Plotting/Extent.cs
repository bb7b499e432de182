namespace Cairn.Plotting;

/// <summary>What the marks ask of one axis: the range of its numbers, or its categories in order of first appearance.</summary>
sealed class Extent(AxisScale scale)
{
    // Ticks are whole multiples of a step; a range narrower than this, against its own place, has no room for them in a double.
    const double Narrowest = 1e-12;

    readonly List<string> _categories = [];
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    double _low = double.PositiveInfinity, _high = double.NegativeInfinity;
    bool _padded, _anchored;

    public AxisScale Scale => scale;

    public IReadOnlyList<string> Categories => _categories;

    /// <summary>True if the number has a place on the axis.</summary>
    public bool Takes(double value) => double.IsFinite(value) && (scale == AxisScale.Linear || value > 0);

    public void Include(double value)
    {
        if (!Takes(value))
            return;
        _low = Math.Min(_low, value);
        _high = Math.Max(_high, value);
    }

    /// <summary>True for an axis that measures nothing and is not shown.</summary>
    public bool Hidden { get; private set; }

    /// <summary>The marks lay themselves out: no ticks, no grid.</summary>
    public void Hide() => Hidden = true;

    /// <summary>Asks for some air around the data.</summary>
    public void Pad() => _padded = true;

    /// <summary>The marks stand on zero: it is shown, and there is no air on its side.</summary>
    public void Anchor()
    {
        _anchored = true;
        Include(0);
    }

    /// <summary>The place of a category; a new one is put at the end.</summary>
    public int Place(string category)
    {
        if (!_places.TryGetValue(category, out var place))
        {
            _places.Add(category, place = _categories.Count);
            _categories.Add(category);
        }
        return place;
    }

    /// <summary>The bounds of the axis: always finite, increasing, and wide enough to be divided.</summary>
    public (double Low, double High) Bounds((double Low, double High)? wish)
    {
        if (_categories.Count > 0)
            return (-0.5, _categories.Count - 0.5);
        if (wish is { } range && (scale == AxisScale.Linear || range.Low > 0))
            return Widened(range.Low, range.High);
        if (_low > _high)
            return scale == AxisScale.Linear ? (0, 1) : (1, 10);
        if (scale == AxisScale.Logarithmic)
            return _low == _high
                ? (Math.Max(_low / 2, double.Epsilon), Math.Min(_high * 2, double.MaxValue))
                : (_low, _high);
        var (low, high) = Widened(_low, _high);
        if (!_padded)
            return (low, high);
        var air = high * 0.04 - low * 0.04;
        return (_anchored && low == 0 ? 0 : Math.Max(low - air, double.MinValue),
            _anchored && high == 0 ? 0 : Math.Min(high + air, double.MaxValue));
    }

    /// <summary>The bounds, or wider ones around them where they leave no room for ticks.</summary>
    public static (double Low, double High) Widened(double low, double high)
    {
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (size < 1e-290)
            return (-1, 1);
        if (high / size - low / size >= Narrowest)
            return (low, high);
        var middle = low / 2 + high / 2;
        var half = size * 0.05;
        return (Math.Max(middle - half, double.MinValue), Math.Min(middle + half, double.MaxValue));
    }
}

namespace Cairn.Plotting;

/// <summary>How an axis places numbers.</summary>
public enum AxisScale
{
    /// <summary>Equal differences, equal distances.</summary>
    Linear,
    /// <summary>
    /// Equal ratios, equal distances; values that are not positive have no place and are left out, with their count in the
    /// description.
    /// </summary>
    Logarithmic,
}

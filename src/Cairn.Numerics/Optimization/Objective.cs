using Cairn.LinearAlgebra;

namespace Cairn.Optimization;

/// <summary>The function that is minimised, as the walks see it: of plain numbers, and counting.</summary>
sealed class Objective
{
    readonly Func<Tensor, (Tensor Value, Tensor Gradient)> _function;
    readonly Func<Tensor, Tensor, Tensor>? _hessianProduct;
    readonly CancellationToken _cancellation;
    readonly double[] _start;
    readonly Shape _shape;

    internal Objective(Func<Tensor, (Tensor Value, Tensor Gradient)> function, Func<Tensor, Tensor, Tensor>? hessianProduct, Tensor start,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(start);
        (_function, _hessianProduct, _cancellation, _shape) = (function, hessianProduct, cancellation, start.Shape);
        if (start.Length == 0)
            throw new ArgumentException($"Minimize: a start of shape {start.Shape} has no elements", nameof(start));
        _start = start.Detach().To<double>().ToArray<double>();
        for (int i = 0; i < _start.Length; i++)
            if (!double.IsFinite(_start[i]))
                throw new ArgumentException(
                    FormattableString.Invariant($"Minimize: element {i} of the start is {_start[i]}"), nameof(start));
    }

    internal int Evaluations { get; private set; }
    internal int HessianProducts { get; private set; }

    internal Place Start()
    {
        var place = At(_start);
        return place.IsFinite ? place : throw new ArgumentException(FormattableString.Invariant(
            $"Minimize: at the start the function is {place.Value} and its steepest slope {place.Largest}; start where it is defined"),
            "start");
    }

    internal Place At(double[] point)
    {
        _cancellation.ThrowIfCancellationRequested();
        Evaluations++;
        var (value, gradient) = _function(Shaped(point));
        if (value is null || gradient is null) throw new InvalidOperationException("Minimize: the function gives null");
        if (value.Length != 1)
            throw new InvalidOperationException($"Minimize: the value has shape {value.Shape}, not a single element");
        return new Place(point, (double)value, Numbers(gradient, "gradient"));
    }

    /// <summary>The Hessian times a vector; without a function for it, from gradients at two points, one more evaluation.</summary>
    internal double[] HessianProduct(Place place, double[] v)
    {
        _cancellation.ThrowIfCancellationRequested();
        HessianProducts++;
        if (_hessianProduct is not null)
            return Numbers(_hessianProduct(Shaped(place.Point), Shaped(v)), "product of the Hessian with a vector");

        // half of the digits for the step, half for the difference
        double size = Math.Sqrt(Dots.Dot(v, v));
        if (size == 0) return new double[v.Length];
        double step = Math.ScaleB(1, -26) * (1 + Math.Sqrt(Dots.Dot(place.Point, place.Point))) / size;
        double[] point = [.. place.Point];
        Dots.Axpy(step, v, point);
        var change = Place.Difference(At(point).Gradient, place.Gradient);
        for (int i = 0; i < change.Length; i++) change[i] /= step;
        return change;
    }

    internal Tensor Shaped(double[] numbers) => Tensor.From<double>(numbers, _shape.AsSpan()).AsReadOnly();

    double[] Numbers(Tensor t, string what) => t.Shape == _shape
        ? t.Detach().To<double>().ToArray<double>()
        : throw new InvalidOperationException($"Minimize: the {what} has shape {t.Shape}, the point {_shape}");
}

using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = λ x above 0 and λ α (eˣ - 1) elsewhere, with λ and α so that layers of standard deviation 1 keep it
/// (Klambauer et al. 2017). Start weights with <see cref="Initializers.Initializer.LeCun"/>.</summary>
public sealed class Selu : Module, ILayer
{
    /// <summary>λ.</summary>
    public const double Scale = 1.0507009873554804934193349852946;

    /// <summary>α.</summary>
    public const double Alpha = 1.6732632423543772848170429916717;

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("selu", 1), _ => new Selu());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, Tensor.Where(x > 0, x * Scale, x.Clamp(double.NegativeInfinity, 0).ExpM1() * (Scale * Alpha)));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "Selu";
}

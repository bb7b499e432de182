namespace Cairn.Trees;

/// <summary>A model that counts the importances of its features itself.</summary>
interface IFeatureImportances
{
    /// <summary>For every feature its part: float64 <c>[features]</c> of sum 1, or zeros.</summary>
    Tensor Importances(Importance kind);
}

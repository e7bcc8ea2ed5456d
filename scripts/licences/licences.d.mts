export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  readonly used: string;
}

export interface LockedPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
}

export const ROOT: string;
export function lockedPackages(): LockedPackage[];
export function installedPackages(): InstalledPackage[];
export function licencesPage(packages: readonly InstalledPackage[]): string;

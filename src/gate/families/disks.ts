import { changesSystem, destroys, looks, printsSecrets, takesRights } from '../analyse/effects.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { unlessHelp } from './common.ts';

/** Disks, partitions, file systems and volumes: what changes them is DESTRUCTIVE, as nothing brings a table or a file system back. */
export const disks: Family = {
  name: 'disks',
  globals: { flags: '--help --version' },
  rules: [
    { command: 'lsblk|blkid|findmnt|lvs|vgs|pvs|lvdisplay|vgdisplay|pvdisplay|lvscan|vgscan|pvscan|lvmdiskscan|mountpoint|dumpe2fs|xfs_info|ntfsinfo|repquota|quota|isoinfo', level: 'SAFE', operands: 'text', anyOption: true, does: showDoes, matches: ['lsblk -f', 'blkid', 'findmnt', 'lvs -o name', 'mountpoint /mnt'], not: ['pvscan --cache', 'vgscan --mknodes', 'blkid -g'] },
    { command: 'mkfs|mke2fs|mkfs.ext2|mkfs.ext3|mkfs.ext4|mkfs.xfs|mkfs.btrfs|mkfs.fat|mkfs.vfat|mkfs.msdos|mkfs.exfat|mkfs.ntfs|mkntfs|mkfs.f2fs|mkfs.minix|mkfs.bfs|mkfs.cramfs|mkfs.jfs|mkfs.reiserfs|mkdosfs|mkexfatfs|mkswap|newfs|newfs_apfs|newfs_hfs|newfs_msdos|newfs_exfat|newfs_udf|format|wipefs|blkdiscard|badblocks|hdparm|nvme|sg_format|fdisk|sfdisk|gdisk|cgdisk|sgdisk|cfdisk|parted|gparted|gpt|fsck|fsck.ext4|e2fsck|xfs_repair|resize2fs|tune2fs|e2label|debugfs|xfs_growfs|ntfsfix|fsck_apfs|fsck_hfs|testdisk|dcfldd|dc3dd|ddrescue|partclone|restore', level: 'DESTRUCTIVE', operands: 'text', anyOption: true, does: unlessHelp(formatDoes), matches: ['mkfs.ext4 /dev/sda1', 'mkfs -t ntfs /dev/sda', 'fdisk /dev/sda', 'sfdisk /dev/sda', 'parted /dev/sda mklabel gpt', 'wipefs -a /dev/sda', 'gdisk -w -v --help /dev/sda', 'restore -rf /a /dev/sda'], not: ['fdisk -l', 'parted -l', 'mkfs --help', 'fdisk --version', 'wipefs --help'] },
    { command: 'lvremove|vgremove|pvremove|lvreduce|vgreduce|thin_restore|vgcfgrestore', level: 'DESTRUCTIVE', operands: 'text', anyOption: true, does: unlessHelp((parsed, { program }) => erased(parsed, program, 'removes a volume')), matches: ['lvremove /dev/vg0/lv1', 'vgremove -f -y vg0'], not: ['lvremove --help'] },
    { command: 'lvcreate|vgcreate|pvcreate|lvextend|vgextend|lvresize|lvconvert|lvrename|vgrename|lvchange|vgchange|pvchange|pvmove|pvresize|vgimport|vgexport|vgsplit|vgmerge|lvm', level: 'DESTRUCTIVE', operands: 'text', anyOption: true, does: unlessHelp((parsed, { program }) => erased(parsed, program, 'changes volumes')), matches: ['pvcreate /dev/sdb', 'lvextend -L +1G a/b'], not: ['lvcreate --help'] },
    { command: 'zfs|zpool|btrfs|mdadm|dmsetup|losetup|bcache|stratis|vdo', level: 'SAFE', operands: 'text', anyOption: true, does: unlessHelp(volumeDoes), matches: ['zfs list', 'zpool status', 'btrfs subvolume list .', 'mdadm --detail /dev/md0', 'losetup -a', 'dmsetup ls'], not: ['zfs destroy a/b', 'zpool destroy a', 'zfs set a=b c', 'btrfs subvolume delete a', 'mdadm --zero-superblock /dev/sda', 'dmsetup remove a', 'losetup -d /dev/loop0'] },
    { command: 'cryptsetup', level: 'DESTRUCTIVE', operands: 'text', anyOption: true, does: unlessHelp((parsed, { program }) => (parsed.texts[0] === 'status' ? { effects: [looks(program)] } : erased(parsed, program, 'changes an encrypted disk'))), matches: ['cryptsetup luksFormat /dev/sda1', 'cryptsetup luksDump /dev/sda1', 'cryptsetup close a'], not: ['cryptsetup status a', 'cryptsetup --help'] },
    { command: 'blockdev|partprobe|kpartx|partx|eject|udisksctl|smartctl|udevadm|multipath|iscsiadm|fstrim|e4defrag|xfs_fsr|fsfreeze|quotacheck|quotaon|quotaoff|setquota|edquota', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(deviceDoes), matches: ['blockdev --setro /dev/sda', 'partprobe /dev/sda', 'eject'], not: ['smartctl -a /dev/sda', 'udisksctl status', 'udevadm info /dev/sda', 'fstrim --help'] },
    { command: 'mount|mount.nfs|mount.cifs|mount_apfs|sshfs|mountvol', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((_, { words }) => (words.length === 0 || words.every(({ text }) => /^(-l|-v|-V|-h|--show-labels)$/.test(text)) || words.length === 2 && words[0]?.text === '-t' ? { effects: [looks('mounted file systems')] } : { effects: [takesRights(words.at(-1)?.text ?? 'mount', 'mounts a file system')] })), matches: ['mount /dev/sda1 /mnt', 'mount -o remount,rw /', 'mount -a'], not: ['mount', 'mount -l', 'mount -t ext4', 'mount --help'] },
    { command: 'umount|fusermount|fusermount3|unmount|pivot_root', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(({ texts }) => ({ effects: [takesRights(texts.at(-1) ?? 'umount', 'unmounts a file system')] })), matches: ['umount /mnt'], not: ['umount --help'] },
    { command: 'dump', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp({ effects: [printsSecrets('a whole file system', 'copies everything on it')] }), matches: ['dump -0f /a /dev/sda1'], not: ['dump --help'] },
    { command: 'e2image|dd_rescue|photorec|foremost|extundelete', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((_, { program }) => ({ effects: [printsSecrets(program, 'reads a raw disk'), changesSystem(program)] })), matches: ['e2image /dev/sda x'], not: ['e2image --help'] },
  ],
};

function erased({ texts }: Parsed, program: string, what: string): Deed {
  const target = texts.findLast((text) => text.startsWith('/dev/')) ?? texts.at(-1) ?? program;
  return { effects: [destroys(target, what)], target };
}

function showDoes({ options }: Parsed, { program }: Call): Deed | undefined {
  return options.some(({ name }) => /^(--cache|--mknodes|-g|--garbage-collect|--activate|-a[yn]|-ay)$/.test(name) && program !== 'lsblk' && program !== 'findmnt') ? undefined : {};
}

/** Listing partition tables is all that is harmless here. */
function formatDoes(parsed: Parsed, { program, words }: Call): Deed {
  const lists = /^([scg]?[fg]disk|parted)$/.test(program) && words.length > 0 && /^(-l|--list)$/.test(words[0]?.text ?? '') && words.slice(1).every(({ text }) => /^(\/dev\/\w+|-o\w*|-u\w*)$/.test(text));
  return lists ? { effects: [looks('partition tables')] } : erased(parsed, program, 'formats, partitions or repairs a disk');
}

function volumeDoes(parsed: Parsed, { program, words }: Call): Deed {
  const all = words.map(({ text }) => text);
  const shows: Readonly<Record<string, RegExp>> = {
    zfs: /^(list|get|version|diff|holds|userspace|groupspace)$/, zpool: /^(list|status|get|iostat|history|events|version)$/, dmsetup: /^(ls|info|status|table|deps|targets|version)$/, stratis: /^(pool|filesystem|fs|blockdev|report)$/, vdo: /^(status|list)$/,
  };
  if (shows[program]?.test(parsed.texts[0] ?? '') === true && (program !== 'stratis' || /^(list)?$/.test(parsed.texts[1] ?? ''))) return { effects: [looks(program)] };
  if (program === 'btrfs' && /^(list|show|usage|df|du|info|stats|get|status|get-default|find-new)$/.test(parsed.texts[1] ?? '')) return { effects: [looks(program)] };
  if (program === 'mdadm' && /^(--detail|-D|--examine|-E|--query|-Q)$/.test(all[0] ?? '')) return { effects: [looks(program)] };
  if (program === 'losetup' && all.every((text) => /^(-a|--all|-l|--list|-J|-n|-O.*|-j|-f|--find)$/.test(text))) return { effects: [looks(program)] };
  const grave = all.some((text) => /^(destroy|delete|remove|remove_all|rollback|labelclear|detach|erase|wipe_table|--zero-superblock|--stop|--remove|--create|create|replace|receive|recv|restore|clear)$/.test(text)) || program === 'mdadm';
  return grave ? erased(parsed, program, 'destroys or remakes a volume') : { effects: [changesSystem(parsed.texts.join(' ') || program)] };
}

function deviceDoes({ texts, options }: Parsed, { program, words }: Call): Deed {
  const [first] = words;
  const shows = (program === 'smartctl' && options.every(({ name }) => /^(-[aHicAxldn].*|--(all|xall|health|info|capabilities|attributes|scan|json|log).*)$/.test(name)) && options.length > 0)
    || (program === 'udisksctl' && /^(status|info|dump|help)$/.test(texts[0] ?? '')) || (program === 'udevadm' && /^(info|monitor|verify|version)$/.test(texts[0] ?? ''))
    || (program === 'multipath' && /^-ll?$/.test(first?.text ?? ''));
  return shows ? { effects: [looks(program)] } : { effects: [changesSystem(texts.at(-1) ?? program, 'changes a device')] };
}
